"""Listening: spoken commands and dictation, heard on this computer and nowhere else."""
