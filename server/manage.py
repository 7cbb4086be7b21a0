"""The server's commands: `footbridge-server <command>`, `python -m server.manage <command>`."""

import os
import sys


def main() -> None:
    """Run one management command; works from any working directory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")
    # Imported late: Django reads the environment when it is imported.
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
