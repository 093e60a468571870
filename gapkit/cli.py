"""The command line: arguments, progress, exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from gapkit import __version__
from gapkit.errors import GapkitError, IngestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gapkit.study import Run, Study

__all__ = ["main"]

DONE: Final = 0
LOOK: Final = 1
"""Done, but somebody should look: the ledger is not clean."""
WRONG: Final = 2
"""Nothing could be done: the study or the call is wrong."""

STOPPED: Final = 130
"""Stopped by Ctrl-C, as shells say it."""

STEPS: Final = {
    "read": "Reading and counting the answers",
    "tables": "Making the tables",
    "report": "Drawing and writing the report",
}


class Commands(click.Group):
    """Commands whose mistakes are told in sentences."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error that gapkit raised on purpose needs no traceback."""
        try:
            return super().invoke(ctx)
        except GapkitError as error:
            if ctx.params.get("debug"):
                raise
            for problem in error.problems:
                click.echo(f"Error: {problem}", err=True)
            ctx.exit(WRONG)
        except BrokenPipeError:
            # whoever read the output has seen enough; what Python would still write goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(DONE)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Stopped; nothing was written.", err=True)
            ctx.exit(STOPPED)
        except Exception as error:
            if ctx.params.get("debug") or isinstance(
                error, click.ClickException | click.exceptions.Exit
            ):
                raise
            what = f"{type(error).__name__}: {error}"
            click.echo(
                f"Error: gapkit itself failed ({what}). gapkit --debug … shows where.", err=True
            )
            ctx.exit(WRONG)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gapkit")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def main(debug: bool) -> None:
    """From survey exports to answers about service quality.

    Exit codes: 0 done; 1 done, but look at the ledger; 2 nothing could be done.
    """
    del debug  # read by Commands.invoke
    for stream in (sys.stdout, sys.stderr):
        # a Taiwanese Windows console knows no minus sign: better a question mark than a crash
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("gapkit-report"),
    show_default=True,
    help="Folder of the report.",
)
@click.option("--language", type=click.Choice(["en", "zh-Hant"]), default="en", show_default=True)
@click.option(
    "--sample",
    default="kiosk",
    show_default=True,
    help="kiosk (a real survey), bank or call-centre (synthetic).",
)
def demo(out: Path, language: str, sample: str) -> None:
    """Run the main job on a sample study."""
    from gapkit.samples import sample as find
    from gapkit.study import read_study

    study = read_study(find(sample, language))
    click.echo(f"{study.title}: {study.path}")
    _run(study, (), out)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option(
    "--from",
    "export",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draft both from an export: its blocks of answers, paired by what they ask.",
)
def init(folder: Path | None, export: Path | None) -> None:
    """Write a study and an instrument to start from into FOLDER.

    With --from, FOLDER is gapkit-study unless given.
    """
    from gapkit.study.template import write_draft, write_template

    if export is None:
        if folder is None:
            raise click.UsageError("Say where to: gapkit init FOLDER.")
        written, next_ = write_template(folder), f"put your export into {folder / 'exports'}, edit"
    else:
        folder = folder or Path("gapkit-study")
        written, found = write_draft(export, folder)
        next_ = "name the dimensions in instrument.toml, look through"
        click.echo(f"found in {export}")
        for line in found:
            click.echo(f"  {line}")
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"Next: {next_} study.toml, then")
    click.echo(f"  gapkit check {folder / 'study.toml'}")


@main.command()
@click.argument("study", type=click.Path(path_type=Path))
def check(study: Path) -> None:
    """Say what a run would read: which column is which item, and how every cell of it is read."""
    from gapkit.study.check import check_study, seems_to_hold
    from gapkit.study.file import read_study

    asked = read_study(study)
    try:
        lines, clean = check_study(asked)
    except IngestError:
        for line in seems_to_hold(asked):
            click.echo(line)
        raise
    for line in lines:
        click.echo(line)
    sys.exit(DONE if clean else LOOK)


@main.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder of the report; gapkit-report beside the study by default.",
)
@click.option("--wave", "waves", multiple=True, help="Only this wave; may be repeated.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pptx", "docx", "pdf"]),
    help="Beside the page: slides, a summary for Word, the report as PDF; may be repeated.",
)
@click.option(
    "--cards",
    metavar="COLUMN",
    help="Beside the page: a page of A4 for each value of the unit or a segment, and all in a zip.",
)
@click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    default="public",
    show_default=True,
    help="internal: names members of staff and shows figures of few people; not to be passed on.",
)
def run(
    study: Path,
    out: Path | None,
    waves: tuple[str, ...],
    formats: tuple[str, ...],
    cards: str | None,
    audience: str,
) -> None:
    """Read the exports of STUDY and write the report."""
    from gapkit.report import check_formats
    from gapkit.study import read_study

    asked = read_study(study)
    check_formats(formats, asked.brand)
    if cards is not None:
        from gapkit.report.cards import check_column

        check_column(
            cards, [*([asked.survey.unit] if asked.survey.unit else []), *asked.survey.segments]
        )
    result = _run(asked, waves, out, formats, cards, audience)
    sys.exit(DONE if result.clean else LOOK)


@main.command()
@click.argument("name", required=False)
def instruments(name: str | None) -> None:
    """List the built-in instruments, or the items of NAME."""
    from gapkit.instrument import BUILTIN, load_instrument

    if name is None:
        for each in BUILTIN:
            found = load_instrument(each)
            click.echo(
                f"{each:<16} {len(found.items):>3} items, {len(found.dimensions)} dimensions, "
                f"{found.scale.names[0]} to {found.scale.names[-1]}: "
                f"{', '.join(found.batteries) or 'agreement that a cause is at work'}"
            )
        return
    found = load_instrument(name)
    for dimension in found.dimensions:
        click.echo(f"{dimension.id}: {' / '.join(dimension.label.all())}")
        for item in found.items_of(dimension.id):
            click.echo(f"  {item.n:>3} {item.id:<6} {' / '.join(item.text.all())}")


@main.command()
@click.option(
    "--gap", type=float, required=True, help="Gap to be told from zero, in points of the scale."
)
@click.option("--sd", type=float, help="Standard deviation of the gap within people.")
@click.option(
    "--sd-left", type=float, default=1.2, show_default=True, help="Of the left side's answers."
)
@click.option(
    "--sd-right", type=float, default=1.2, show_default=True, help="Of the right side's answers."
)
@click.option(
    "--correlation", type=float, default=0.3, show_default=True, help="Of both sides within people."
)
@click.option("--power", type=float, default=0.8, show_default=True)
@click.option("--confidence", type=float, default=0.95, show_default=True)
@click.option(
    "--margin",
    type=float,
    default=0.3,
    show_default=True,
    help="Margin of 'met', in points of the scale.",
)
@click.option(
    "--pairing", type=click.Choice(["paired", "independent"]), default="paired", show_default=True
)
@click.option("--population", type=int, help="Customers in all, where they are few.")
@click.option(
    "--units", type=int, default=1, show_default=True, help="Branches to be told one by one."
)
@click.option(
    "--icc",
    type=float,
    default=0.0,
    show_default=True,
    help="Likeness of people within a drawn unit.",
)
@click.option("--answered", type=int, help="People of a finished survey: what could it have told?")
def plan(**asked: Any) -> None:
    """Say how many answers a survey needs, or what a finished one could have told."""
    from gapkit.stats.planning import plan as planned

    for line in planned(**asked).lines():
        click.echo(line)


def _run(
    study: Study,
    waves: tuple[str, ...],
    out: Path | None,
    formats: tuple[str, ...] = (),
    cards: str | None = None,
    audience: str = "public",
) -> Run:
    """Run a study and write its report; the last line of stdout is the page's path."""
    if not sys.stderr.isatty():
        run = study.run(waves, _say_step)
        page = run.report(out, _say_step, formats=formats, cards=cards, audience=audience)
    else:
        with click.progressbar(
            length=len(STEPS), file=sys.stderr, show_eta=False, item_show_func=lambda s: s
        ) as bar:
            step = _stepper(bar.update)
            run = study.run(waves, step)
            page = run.report(out, step, formats=formats, cards=cards, audience=audience)
            bar.update(1)
    for line in run.findings():
        click.echo(line, err=True)
    beside = sorted(path.name for path in page.parent.iterdir() if path != page)
    click.echo(f"Beside the page: {', '.join(beside)}", err=True)
    click.echo(page.resolve())
    return run


def _say_step(name: str) -> None:
    """Say on a line of its own that a step begins."""
    click.echo(f"{STEPS[name]} ...", err=True)


def _stepper(update: Callable[..., None]) -> Callable[[str], None]:
    """Move a progress bar on at the end of each step, that is, when the next begins."""
    begun: list[str] = []

    def step(name: str) -> None:
        update(1 if begun else 0, STEPS[name])
        begun.append(name)

    return step
