"""The errors a person can meet. Each message is one plain sentence about what is wrong and one about what to do.

    NecCoreError
    ├── InputError            the file can't be read at all
    │   ├── EmptyFileError        nothing in it, or a header and no rows
    │   ├── EncryptedFileError    protected by a password
    │   └── FileTooLargeError     larger, or unpacking to more, than is allowed
    ├── MappingError          a mapping does not fit the file
    │   └── QuestionsOpenError    the file is ambiguous and nobody has answered yet; carries the questions
    ├── PlanError             an analysis asks for what the cohort does not have
    └── StudyError            a study can't be read, or not be changed so

No message ever holds a cell's value: messages reach logs. Problems of single rows are not errors but data
(`nec_core.ingest.problems`).
"""

from __future__ import annotations

from typing import Any


class NecCoreError(Exception):
    """Anything this package refuses on purpose. `str(error)` is fit to be shown to the user."""


class InputError(NecCoreError):
    """The file can't be read at all."""


class EmptyFileError(InputError):
    """The file has no rows of data."""


class EncryptedFileError(InputError):
    """The file is protected by a password."""


class FileTooLargeError(InputError):
    """The file is larger, or unpacks to more, than is allowed."""


class MappingError(NecCoreError):
    """A mapping does not fit the file or contradicts itself."""


class QuestionsOpenError(MappingError):
    """The file is ambiguous: these questions need a person's answer before its records can be used.

    Attributes:
        questions: the open questions, as `nec_core.ingest.mapping.Question`s.
        mapping: the `nec_core.ingest.mapping.Mapping` made so far; None where the questions are of no one file.
    """

    def __init__(self, message: str, questions: tuple[Any, ...], mapping: Any = None) -> None:
        super().__init__(message, questions, mapping)  # all of them, so that it can be pickled
        self.questions = questions
        self.mapping = mapping

    def __str__(self) -> str:
        return str(self.args[0])


class PlanError(NecCoreError):
    """An analysis asks for what the cohort does not have, or with numbers that make no sense."""


class StudyError(NecCoreError):
    """A file is no study, or a study can't be changed so."""
