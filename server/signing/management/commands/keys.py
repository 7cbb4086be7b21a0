"""`keys`: makes, shows, backs up, rotates and revokes a community's keys.

The root key is written to a file that the operator names and takes away; this server never keeps
it. See docs/operating.md.
"""

import getpass
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from nacl.utils import random

from server.communities.models import Community
from server.signing import keyring, keysets, vault
from server.signing.envelope import b64, community_code
from server.signing.vault import BACKUP_KIND, ROOT_KIND, Vault

LEAST_PASSPHRASE = 12


class Command(BaseCommand):
    """One action a call."""

    help = (
        "Make, show, back up, rotate or revoke the keys of a community: its notices are signed by"
        " them, and messages sealed for it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, files, text in (
            ("make", ("root",), "make the root key and the first publisher's key"),
            ("show", (), "show the community's code and its keys"),
            ("backup", ("to",), "write the publisher's keys to a sealed file"),
            ("restore", ("from",), "put back what a backup or the root's file holds"),
            (
                "rotate",
                ("root",),
                "new keys to sign and seal with; with --new-root a new root, too",
            ),
            ("revoke", ("root",), "a publisher's key was stolen: it is good for nothing any more"),
            ("join-file", ("to",), "write a file that people join with, for a USB stick"),
        ):
            one = actions.add_parser(name, help=text, description=text)
            one.add_argument("--community", metavar="SLUG", help="which one; needed with several")
            for file in files:
                one.add_argument(f"--{file}", type=Path, required=True, metavar="FILE", dest="file")
            if name not in ("show", "join-file"):
                one.add_argument(
                    "--passphrase-stdin", action="store_true", help="read it instead of asking"
                )
            if name == "make":
                one.add_argument(
                    "--if-missing", action="store_true", help="do nothing where keys are there"
                )
            if name == "rotate":
                one.add_argument("--new-root", type=Path, metavar="FILE")
            if name == "revoke":
                one.add_argument("--key", required=True, metavar="ID", help="as `show` names it")
            if name in ("join-file", "show"):
                one.add_argument(
                    "--address", metavar="URL", required=name == "join-file", default=""
                )

    def handle(self, *args: Any, **options: Any) -> None:
        action = getattr(self, f"_{options['action'].replace('-', '_')}")
        try:
            action(self._community(options["community"]), options)
        except (keysets.KeysetError, vault.VaultError, keyring.KeyMissingError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or 'A file'}: {error.strerror}.") from error

    def _make(self, community: Community, options: dict[str, Any]) -> None:
        if keysets.chain(community):
            if options["if_missing"]:
                self._show(community, {"address": ""})
                return
            raise CommandError(f"{community.slug} has keys already.")
        root = random(32)
        passphrase = self._new_passphrase(options)
        # The root's file first: keys that nobody can ever rotate must not come to be.
        self._write_root(options["file"], community, root, [], passphrase)
        made = keysets.make(community, root)
        self._write_root(options["file"], community, root, made, passphrase, again=True)
        self._show(community, {"address": ""})
        self.stdout.write(f"Take {options['file']} away from this machine, and keep two copies.")

    def _show(self, community: Community, options: dict[str, Any]) -> None:
        envelopes = keysets.chain(community)
        told = keysets.newest(envelopes)
        code = community_code(keysets.root_of(envelopes))
        self.stdout.write(f"{community.slug}: keyset {told['version']}")
        self.stdout.write(f"code: {code}")
        if options["address"]:
            self.stdout.write(f"join: {options['address'].rstrip('/')}#{code}")
        here = keyring.seeds(community.slug)
        for one in told["keys"]:
            until = one["until"] or "now"
            secret = "" if one["key"] in here or one["until"] else " · SECRET MISSING"
            self.stdout.write(f"key {one['key']}: signs {one['from']} to {until}{secret}")
        openers = keyring.boxes(community.slug)
        for one in told.get("boxes", []):
            secret = "" if one["key"] in openers else " · SECRET MISSING"
            self.stdout.write(f"key {one['key']}: messages are sealed with it{secret}")
        for key in told["revoked"]:
            self.stdout.write(f"key {key}: revoked")

    def _backup(self, community: Community, options: dict[str, Any]) -> None:
        envelopes = keysets.chain(community)
        keysets.newest(envelopes)
        seeds = list(keyring.seeds(community.slug).values())
        boxes = list(keyring.boxes(community.slug).values())
        kept = Vault(BACKUP_KIND, community.slug, seeds, envelopes, boxes)
        vault.write(_free(options["file"]), kept, self._new_passphrase(options))
        self.stdout.write(f"{len(seeds) + len(boxes)} keys written to {options['file']}.")

    def _restore(self, community: Community, options: dict[str, Any]) -> None:
        kept = vault.read(options["file"], self._passphrase(options), BACKUP_KIND, ROOT_KIND)
        # The root's secret stays in its file: only its keysets come back from there.
        seeds = kept.seeds if kept.kind == BACKUP_KIND else []
        keysets.restore(community, kept.keysets, *seeds, box_secrets=kept.boxes)
        self._show(community, {"address": ""})

    def _rotate(self, community: Community, options: dict[str, Any]) -> None:
        passphrase = self._passphrase(options)
        root = self._root(community, options["file"], passphrase)
        place, secret, new_root = options["file"], root, None
        if options["new_root"]:
            place = options["new_root"]
            secret = new_root = random(32)
            self._write_root(place, community, new_root, keysets.chain(community), passphrase)
        done = keysets.rotate(community, root, new_root)
        self._write_root(place, community, secret, done, passphrase, again=True)
        self._show(community, {"address": ""})

    def _revoke(self, community: Community, options: dict[str, Any]) -> None:
        passphrase = self._passphrase(options)
        root = self._root(community, options["file"], passphrase)
        done = keysets.revoke(community, root, options["key"])
        self._write_root(options["file"], community, root, done, passphrase, again=True)
        self._show(community, {"address": ""})

    def _join_file(self, community: Community, options: dict[str, Any]) -> None:
        told = {
            "type": "footbridge-join",
            "address": options["address"].rstrip("/"),
            "name": community.name,
            "root": b64(keysets.root_of(keysets.chain(community))),
        }
        path = _free(options["file"].with_suffix(".footbridge"))
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"{path} is written.")

    def _root(self, community: Community, path: Path, passphrase: str) -> bytes:
        kept = vault.read(path, passphrase, ROOT_KIND)
        if kept.community != community.slug:
            raise CommandError(f"{path} is the root key of {kept.community}.")
        return kept.root

    def _write_root(
        self,
        path: Path,
        community: Community,
        root: bytes,
        envelopes: list[dict[str, Any]],
        passphrase: str,
        again: bool = False,
    ) -> None:
        kept = Vault(ROOT_KIND, community.slug, [root], envelopes)
        vault.write(path if again else _free(path), kept, passphrase)

    def _community(self, slug: str | None) -> Community:
        if slug is not None:
            found = Community.objects.filter(slug=slug).first()
            if found is None:
                raise CommandError(f"There is no community {slug}.")
            return found
        several = list(Community.objects.all()[:2])
        if len(several) != 1:
            raise CommandError("Say which community: --community SLUG.")
        return several[0]

    def _passphrase(self, options: dict[str, Any]) -> str:
        if options["passphrase_stdin"]:
            return sys.stdin.readline().rstrip("\r\n")
        return getpass.getpass("Passphrase: ")

    def _new_passphrase(self, options: dict[str, Any]) -> str:
        first = self._passphrase(options)
        if len(first) < LEAST_PASSPHRASE:
            raise CommandError(f"The passphrase needs at least {LEAST_PASSPHRASE} letters.")
        if not options["passphrase_stdin"] and getpass.getpass("Once more: ") != first:
            raise CommandError("The two passphrases differ; nothing was done.")
        return first


def _free(path: Path) -> Path:
    if path.exists():
        raise CommandError(f"{path} is there already; nothing was done.")
    return path
