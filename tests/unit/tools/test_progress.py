from io import StringIO

from tools.progress import Progress

PIP = [
    *(f"Collecting package-{number}==1.0 (from -r requirements.txt (line 1))" for number in range(43)),
    "  Downloading package_0-1.0-py3-none-any.whl (12 kB)",
    "Installing collected packages: package-0, package-1, package-2",
    "Successfully installed package-0-1.0 package-1-1.0 package-2-1.0",
]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def run(output: StringIO, lines: list[str] | None = None) -> str:
    clock = Clock()
    progress = Progress(output, clock)
    progress.begin("Installing the packages")
    for line in PIP if lines is None else lines:
        progress.read(f"{line}\n")
    clock.now += 41.6
    progress.tick()
    progress.end()
    return output.getvalue()


def test_without_a_terminal_progress_is_a_few_lines() -> None:
    assert run(StringIO()).splitlines() == [
        "Installing the packages",
        "  downloading",
        "  downloaded 20 packages",
        "  downloaded 40 packages",
        "  installing 3 packages",
        "  installed 3 packages (42 s)",
    ]


def test_on_a_terminal_progress_is_one_changing_line() -> None:
    first, second, last = run(Terminal()).split("\n")
    assert first == "Installing the packages"
    assert second.split("\r\x1b[K")[-3:] == [
        "  installing 3 packages",
        "  installing 3 packages (42 s)",
        "  installed 3 packages (42 s)",
    ]
    assert last == ""


def test_nothing_to_install_is_reported() -> None:
    already = ["Requirement already satisfied: boto3==1.44.5 in ./.venv/lib (from -r requirements.txt)"]
    assert run(StringIO(), already).splitlines()[1:] == ["  everything was installed already (42 s)"]


def test_one_package_is_singular() -> None:
    installed = ["Collecting a==1", "Installing collected packages: a"]
    assert run(StringIO(), installed).splitlines()[-1] == "  installed 1 package (42 s)"


def test_a_failure_replaces_the_progress_line() -> None:
    output = Terminal()
    progress = Progress(output, Clock())
    progress.show("downloading")
    progress.fail("pip failed.")
    assert output.getvalue().endswith("\r\x1b[Kpip failed.\n")
