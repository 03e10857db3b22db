"""The files that the engines are given: drawn once and kept, beside real photos where a corpus is at hand."""
