from bench.machine import cpu_model


def test_the_cpu_model_is_that_of_the_first_processor() -> None:
    assert cpu_model("processor\t: 0\nmodel name\t: Example 9000\nmodel name\t: Other\n") == "Example 9000"


def test_a_processor_without_a_model_name_is_unnamed() -> None:
    assert cpu_model("processor\t: 0\nBogoMIPS\t: 50.00\n") == "unnamed"
