"""The reader: a small trained network that rates descriptions, and its tokens."""

from drillplanner.appropriateness.text.reader.inference import (
    NO_OUTPUT,
    DescribedText,
    ReaderOutput,
    ReaderOutputs,
    reader_output_of,
    reader_outputs_of,
)

__all__ = ["NO_OUTPUT", "DescribedText", "ReaderOutput", "ReaderOutputs", "reader_output_of", "reader_outputs_of"]
