"""`moodtracker …`: one module a command, imported when the command runs and not before."""

import importlib
import sys

COMMANDS: dict[str, tuple[str, str]] = {
    "analyze": ("moodtracker.cli.analyze", "사진에서 표정을 읽어요 · read the faces in photos"),
    "evaluate": ("moodtracker.cli.evaluate", "모델을 데이터로 재요 · score a model on a data set"),
    "data": ("moodtracker.cli.data", "학습 데이터를 준비하고 봐요 · prepare and look at data"),
    "train": ("moodtracker.cli.train", "모델을 학습해요 · train a network by a recipe"),
    "ensemble": (
        "moodtracker.cli.ensemble",
        "모델들의 무게를 맞춰요 · weigh the runs of an ensemble",
    ),
    "bundle": ("moodtracker.cli.bundle", "학습한 모델을 묶어요 · calibrate and export a run"),
    "report": ("moodtracker.cli.report", "모델 보고서를 써요 · write a report on a model"),
    "serve": ("moodtracker.cli.serve", "서비스를 시작해요 · start the service"),
    "demo": ("moodtracker.cli.demo", "둘러볼 일기를 지어요 · make up a diary to look around in"),
    "backup": ("moodtracker.cli.backup", "돌아가는 동안 백업해요 · back up while it runs"),
    "restore": ("moodtracker.cli.restore", "백업을 되살려요 · bring a backup back"),
    "verify": ("moodtracker.cli.verify", "백업이 온전한지 봐요 · check that a backup is whole"),
    "manage": ("moodtracker.cli.manage", "관리 명령 · Django's own command line"),
}


def main() -> None:
    """Run the command named by the first word; each module answers with `main(arguments)`."""
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in COMMANDS:
        module = importlib.import_module(COMMANDS[name][0])
        sys.exit(module.main(sys.argv[2:]))
    _usage(name)


def _usage(name: str) -> None:
    from moodtracker import __version__

    if name == "--version":
        sys.stdout.write(f"moodtracker {__version__}\n")
        sys.exit(0)
    wrong = name not in {"--help", "-h", "help"}
    out = sys.stderr if wrong else sys.stdout
    if wrong:
        out.write(f"moodtracker has the commands {', '.join(COMMANDS)}; got “{name}”.\n\n")
    out.write("moodtracker COMMAND …\n\n")
    for command, (_, text) in COMMANDS.items():
        out.write(f"  {command:<10} {text}\n")
    sys.exit(2 if wrong else 0)
