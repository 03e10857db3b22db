"""What a command says in the end: what it did, and what to do next."""

from rich.filesize import decimal

from chalicelib.recovery.dispatch import Finding
from ops.costing.prices import Prices
from ops.costing.rendering import Workload, estimate
from ops.display import Display
from ops.exits import Exit
from ops.problems import explain
from ops.tally import Tally
from ops.work import End, Work

_DONE = (
    "Lambda renders them as it renders uploads. Run the same with --dry-run later to see what is left;\n"
    "GET /images?status=failed lists what failed, with the reasons."
)


def sent(work: Work, display: Display, go_on: str) -> Exit:
    """Report a run that has sent; `go_on` is the option that a next run goes on with, or empty."""
    display.say(_counts(work.tally))
    code = _exit_code(work)
    if code is Exit.OK:
        display.say(_DONE if work.tally.objects[Finding.SENT] else "There was nothing to send.")
        return code
    _complain(work, display)
    reached = "The limit is reached and more is left." if code is Exit.MORE_LEFT else "It stopped half way."
    display.say(f"{reached} To go on, give the same command{' with' if go_on else ' again.'}")
    if go_on:
        display.say(f"  {go_on}")
    return code


def counted(work: Work, display: Display, limit: int) -> Exit:
    """Report a dry run."""
    display.say(_counts(work.tally))
    _complain(work, display)
    if work.end is not End.DONE:
        display.say("It stopped half way, so there may be more.")
        return _exit_code(work)
    display.say(f"Nothing was sent. Without --dry-run, a run sends no more than {limit:,} (--limit).")
    return Exit.OK


def estimated(workload: Workload, prices: Prices, display: Display) -> None:
    """Report what the work would cost, and what that assumes."""
    cost = estimate(prices, workload)
    display.say(
        f"Rendering {workload.images:,} costs about {_usd(cost.total)}: Lambda {_usd(cost.compute)},"
        f" S3 {_usd(cost.storage_requests)}, DynamoDB {_usd(cost.database)}.\n"
        f"Assumed per image: {workload.seconds:g} s at {workload.memory_mb:,} MB (--seconds, --memory),"
        f" the default variants ({workload.variants}), no retries.\n"
        f"Storage not included. List prices of {prices.region}, {prices.date}, from"
    )
    for source in prices.sources:
        display.say(f"  {source}")


def _counts(tally: Tally) -> str:
    found = [
        f"{tally.objects[finding]:,} {finding} ({decimal(tally.bytes[finding])})"
        for finding in Finding
        if tally.objects[finding]
    ]
    return f"Looked at {tally.objects.total():,} images{': ' if found else '.'}{', '.join(found)}"


def _usd(amount: float) -> str:
    return f"${amount:,.2f}" if amount >= 1 else f"${amount:.4f}"


def _complain(work: Work, display: Display) -> None:
    if work.error is not None:
        display.complain(explain(work.error))


def _exit_code(work: Work) -> Exit:
    if work.end is End.FAILED:
        return Exit.FAILED
    if work.end is End.INTERRUPTED:
        return Exit.INTERRUPTED
    return Exit.MORE_LEFT if work.tally.objects[Finding.DUE] else Exit.OK
