"""What hospitals call things, in seven languages: the generator's own words, shared with no reader.

Each list holds spellings met in departments' sheets. Headers come without a unit; `columns` adds one.
"""

from tests.random_dress.words.dutch import DUTCH
from tests.random_dress.words.english import ENGLISH
from tests.random_dress.words.french import FRENCH
from tests.random_dress.words.german import GERMAN
from tests.random_dress.words.italian import ITALIAN
from tests.random_dress.words.language import Language
from tests.random_dress.words.portuguese import PORTUGUESE
from tests.random_dress.words.spanish import SPANISH

LANGUAGES: tuple[Language, ...] = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE)

__all__ = ["ENGLISH", "LANGUAGES", "Language"]
