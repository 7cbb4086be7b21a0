"""The server's commands: `footbridge-server <command>`, `python -m server.manage <command>`."""

import os
import sys


def main() -> None:
    """Run one management command; works from any working directory.

    What the person who runs the server must put right is said in words: a variable that can't be
    used, a folder that can't be written to, a database that does not answer.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")
    # Imported late: Django reads the environment when it is imported.
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"{problem}")
    except OperationalError as problem:
        sys.exit(f"The database does not answer, or refuses: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
