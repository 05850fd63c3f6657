"""Invented people, thirty of them, as columns of an extract: nobody's data, made by counting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

N = 30
FIRST = [
    "Wiebke",
    "Torben",
    "Ingmar",
    "Saskia",
    "Ottilie",
    "Gerlinde",
    "Burkhard",
    "Rosalinde",
    "Clemens",
    "Irmtraud",
    "Edith",
    "Hubertus",
    "Traute",
    "Enno",
    "Swantje",
    "Aloisia",
    "Korbinian",
    "Notburga",
    "Roswitha",
    "Gisbert",
    "Heimo",
    "Leopoldine",
    "Kunibert",
    "Mechthild",
    "Eberhard",
    "Friedlinde",
    "Adelheid",
    "Wendelin",
    "Liselotte",
    "Thekla",
]
LAST = [
    "Brandhuber",
    "Ziegelmaier",
    "Oosterveld",
    "Quintavalle",
    "Fernhaven",
    "Estrelado",
    "Montclair",
    "Vasconez",
    "Ruffieux",
    "Holthausen",
    "Penhallow",
    "Castelnuovo",
    "Drinkwater",
    "Bragança",
    "Ekelund",
    "Thornbury",
    "Lacroix",
    "Iturralde",
    "Schwaiger",
    "Devereux",
    "Vandermeer",
    "Pellegrino",
    "Ashdown",
    "Carvalhosa",
    "Rochefort",
    "Niederhofer",
    "Altamirano",
    "Groeneveld",
    "Sandringham",
    "Bellacasa",
]
COMMON = [
    "Maria",
    "Peter",
    "Anna",
    "Jose",
    "Jean",
    "Giulia",
    "Paulo",
    "Emma",
    "Thomas",
    "Carmen",
    "Pierre",
    "Marco",
    "Joana",
    "Sophie",
    "Hans",
    "Lucia",
    "Willem",
    "Claire",
    "Stefan",
    "Ana",
    "Robert",
    "Francesca",
    "Michel",
    "Helena",
    "Martin",
    "Isabel",
    "Andrea",
    "Johanna",
    "Carlos",
    "Alice",
]
STREETS = [
    "Lindenweg",
    "Rue des Lilas",
    "Calle Mayor",
    "Via Roma",
    "Keizersgracht",
    "Rua das Flores",
    "Mill Lane",
    "Am Markt Gasse",
]
PLACES = ["Oberkirch", "Kleinhausen", "Montreux", "Villalba", "Castello", "Zandvoort", "Lagoa", "Ashford"]


def born(i: int) -> dt.date:
    return dt.date(1931, 2, 3) + dt.timedelta(days=487 * i)


def dates(spelling: str) -> list[str]:
    return [born(i).strftime(spelling) for i in range(N)]


def with_check(stems: list[str], fits: Callable[[str], bool], endings: str = "0123456789") -> list[str]:
    """Each stem with the first ending that fits, stems that none fits left out."""
    found = (next((s + e for e in endings if fits(s + e)), None) for s in stems)
    return [f for f in found if f is not None][:N]


def long_numbers(digits: int, step: int = 7919) -> list[str]:
    return [str(10 ** (digits - 1) + 123 * step + 6151 * step * i)[:digits] for i in range(3 * N)]


def nhs_number(text: str) -> bool:
    total = sum(int(text[k]) * (10 - k) for k in range(9))
    return (11 - total % 11) % 11 == int(text[9])


def eleven_test(text: str) -> bool:
    total = 0
    for place, digit in zip((9, 8, 7, 6, 5, 4, 3, 2), text, strict=False):
        total += place * int(digit)
    return (total - int(text[8])) % 11 == 0


def thirteen_digits(text: str) -> bool:
    return sum(int(d) * (3 if k % 2 else 1) for k, d in enumerate(text)) % 10 == 0


def dni_letter(text: str) -> bool:
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(text[:8]) % 23] == text[8]


def nir() -> list[str]:
    stems = [f"{1 + i % 2}{30 + i:02d}{1 + i % 12:02d}{10 + i}{100 + 7 * i}{200 + 11 * i}" for i in range(N)]
    return [f"{s}{97 - int(s) % 97:02d}" for s in stems]


def ahv() -> list[str]:
    whole = with_check([f"756{n}" for n in long_numbers(9)], thirteen_digits)
    return [f"{t[:3]}.{t[3:7]}.{t[7:11]}.{t[11:]}" for t in whole]


def cpf() -> list[str]:
    found = []
    for stem in long_numbers(9)[:N]:
        first = (sum(int(d) * w for d, w in zip(stem, range(10, 1, -1), strict=True)) * 10) % 11 % 10
        whole = f"{stem}{first}"
        second = (sum(int(d) * w for d, w in zip(whole, range(11, 1, -1), strict=True)) * 10) % 11 % 10
        found.append(f"{stem[:3]}.{stem[3:6]}.{stem[6:]}-{first}{second}")
    return found


def iban() -> list[str]:
    found = []
    for i in range(N):
        account = f"{37040044 + i}{532013000 + 97 * i:010d}"
        check = 98 - int(f"{account}131400") % 97
        found.append(f"DE{check:02d} {account[:4]} {account[4:8]} {account[8:12]} {account[12:16]} {account[16:]}")
    return found


def rut() -> list[str]:
    found = []
    for i in range(N):
        number = 9_876_543 + 40_961 * i
        total = sum(int(d) * (2 + k % 6) for k, d in enumerate(reversed(str(number))))
        check = "0123456789K"[(11 - total % 11) % 11]
        found.append(f"{number:,}".replace(",", ".") + f"-{check}")
    return found


VALUES: dict[str, list[str]] = {
    "last": LAST,
    "first": FIRST,
    "common": COMMON,
    "full": [f"{a} {b}" for a, b in zip(COMMON, LAST, strict=True)],
    "last, first": [f"{b}, {a}" for a, b in zip(COMMON, LAST, strict=True)],
    "LAST first": [f"{b.upper()} {a}" for a, b in zip(COMMON, LAST, strict=True)],
    "initials": [f"{a[0]}.{b[0]}." for a, b in zip(FIRST, LAST, strict=True)],
    "born iso": dates("%Y-%m-%d"),
    "born dots": dates("%d.%m.%Y"),
    "born slashes": dates("%d/%m/%Y"),
    "born us": dates("%m/%d/%Y"),
    "born compact": dates("%Y%m%d"),
    "born year": dates("%Y"),
    "number": long_numbers(8)[:N],
    "case": [f"F{n}" for n in long_numbers(7)[:N]],
    "short": [str(4000 + 37 * i) for i in range(N)],
    "nhs": [f"{t[:3]} {t[3:6]} {t[6:]}" for t in with_check(long_numbers(9), nhs_number)],
    "bsn": with_check([n[:8] for n in long_numbers(8)], eleven_test),
    "ahv": ahv(),
    "dni": with_check(long_numbers(8), dni_letter, "ABCDEFGHJKLMNPQRSTVWXYZ"),
    "nir": nir(),
    "cpf": cpf(),
    "iban": iban(),
    "rut": rut(),
    "ssn": [f"{212 + i}-{11 + i}-{4000 + 13 * i}" for i in range(N)],
    "mail": [f"{a.lower()}.{i}@post{i % 4}.example" for i, a in enumerate(FIRST)],
    "phone": [f"0{30 + i} {550 + i}{i:02d} {60 + i}" for i in range(N)],
    "mobile": [f"+44 7{700 + i} 9{10 + i}{300 + i}" for i in range(N)],
    "local phone": [f"{234 + 5 * i}-{1200 + 71 * i}" for i in range(N)],
    "five": [f"{(1067 + 3257 * i) % 99000 + 500:05d}" for i in range(N)],
    "uk post": [f"{chr(65 + i % 4)}S{1 + i % 9} {1 + i % 8}{chr(68 + i % 5)}F" for i in range(N)],
    "nl post": [f"{1011 + 89 * i} {chr(65 + i % 20)}{chr(66 + i % 19)}" for i in range(N)],
    "cep": [f"{10000 + 2111 * i}-{100 + 7 * i}" for i in range(N)],
    "pt post": [f"{1000 + 211 * i}-{100 + 7 * i}" for i in range(N)],
    "street": [f"{STREETS[i % 8]} {1 + 3 * i}" for i in range(N)],
    "whole address": [f"{1 + i} {STREETS[i % 8]}, {10115 + 17 * i} {PLACES[i % 8]}" for i in range(N)],
    "post and place": [f"{10115 + 17 * i} {PLACES[i % 8]}" for i in range(N)],
    "place": [PLACES[i % 8] for i in range(N)],
    "notes": [f"Frau {b} kam am Montag zur Kontrolle, Befund {i % 4} unverändert" for i, b in enumerate(LAST)],
    "remarks": ["seen in clinic, doing well", "Mr Thornbury asked for a copy", "no change since the last visit",
                "called Mrs Penhallow at home", "pain when walking", "wants no further treatment"] * 5,
}  # fmt: skip
