from load import final_state

LOG = """Serving on http://127.0.0.1:8000
{"level":"INFO","message":"answered","function_name":"darkroom-local","status":201}
{"level":"INFO","message":"ready","function_name":"darkroom-local-process_upload","Ready":1,"_aws":{"Timestamp":1}}
{"level":"INFO","message":"duplicate","function_name":"darkroom-local-process_upload"}
{"level":"INFO","message":"failed","function_name":"darkroom-local-process_upload","code":"corrupt_image"}
{"level":"ERROR","message":"failed","function_name":"darkroom-local-process_upload","exception":"…"}
{"level":"INFO","message":"ready","function_name":"darkroom-local-sweep"}
{"level":"ERROR","message":"given up","function_name":"darkroom-local-process_failures","keys":["images/b"]}
Handler process_upload failed
"""


def test_runs_are_counted_once_by_outcome() -> None:
    assert final_state.runs(LOG) == {"ready": 1, "duplicate": 1, "failed": 1}


def test_dead_letters_are_counted() -> None:
    assert final_state.dead_letters(LOG) == 1


def test_a_run_started_as_long_before_its_line_as_it_took() -> None:
    line = '{"message":"%s","image_id":"%s","timestamp":"1970-01-01T00:01:0%sZ","duration_ms":1500}\n'
    ends = ("deferred", "a", 1), ("ready", "a", 5), ("ready", "a", 7), ("failed", "b", 9)
    assert final_state.starts("".join(line % end for end in ends)) == {"a": 63.5, "b": 67.5}


def test_interleaved_lines_of_several_processes_are_read() -> None:
    ready = '{"level":"INFO","message":"ready","function_name":"darkroom-local-process_upload"}'
    assert final_state.runs(f'{ready}{ready}127.0.0.1 "GET /{{id}}"\n\n127.0.0.1 {ready}\n') == {"ready": 3}
