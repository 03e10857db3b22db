from bench.machine import cpu_model


def test_the_first_processors_model_is_named() -> None:
    assert cpu_model("processor\t: 0\nmodel name\t: Example 9000\nmodel name\t: Other\n") == "Example 9000"


def test_a_processor_without_a_name_is_said_to_have_none() -> None:
    assert cpu_model("processor\t: 0\nBogoMIPS\t: 50.00\n") == "unnamed"
