"""Headers that name what tells who a patient is: in English, German, French, Spanish, Italian, Dutch and Portuguese,
spelled out, run together, or abbreviated.

Words are compared without accents and in lower case. A blank in a pattern may be missing in the header. Patterns that
are words of the clinic too stand alone, or need cells that fit (`Named.needs`): "CAP" is a postcode in Italy and
capecitabine elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nec_core.ingest.mapping import IdentifierKind

Needs = Literal["", "many", "digits", "postcodes", "dates", "words", "sentences"]

_NO = "(no|nr|num|nummer|number|numero|nro|n|id)"
_OF = "(of|de|del|della|des|di|do|da|du|d|de la|de l|van|van de|vom|der|the|of the)"
_PATIENT = (
    "(pat|pt|patient|patients|patiente|patienten|patientin|paciente|pacientes|paziente|doente|utente|malade|enfermo"
    "|subject|child)"
)


@dataclass(frozen=True)
class Named:
    """What a header names.

    Attributes:
        kind: what of a person.
        sure: nothing else is called so.
        needs: what the cells must be for it; "" where the header is enough.
    """

    kind: IdentifierKind
    sure: bool = True
    needs: Needs = ""


_ANYWHERE: tuple[tuple[Named, str], ...] = (
    (Named("birth_year", sure=False),
     "year of birth|birth year|yob|geburts jahr|geb jahr|jahrgang|annee (de )?nais(sance)?|ano (de )?nac(imiento)?"
     "|anno (di )?nascita|ano (de )?nasc(imento)?|geboorte jaar"),
    (Named("address"),
     "place of birth|birth place|geburts ort|lieu (de )?naissance|lugar (de )?nacimiento|luogo (di )?nascita"
     "|geboorte plaats|local (de )?nascimento|naturalidade"),
    (Named("birth_date"),
     "date of birth|birth dates?|birth dt|birth day|day of birth|date birth|dob|d o b|b date|bday|dt birth|born on"
     "|geburts (datum|tag|dat)|geb (dat|datum|dt|tag)|geboren (am|op)|geb am"
     "|(date|dat|dt) (de )?nais(s|sance)?|ne( ?e)? le"
     "|(fecha|fec|f) (de )?nac(imiento)?|fdn"
     "|(data|dt|d) (di |de |do )?nasc(ita|imento|to)?|nat[oa] il"
     "|geboorte (datum|dag|dat)"),
    (Named("surname"),
     "sur name|family name|maiden name|birth name|l name|name last|name maiden|nach name|familien name|zu name"
     "|geburts name|madchen name|maedchen name|ehe name|nom de (famille|naissance|jeune fille)"
     "|nom (usuel|marital|patronymique|d usage|famille|naissance)|patronyme|(primer |segundo )?apellidos?"
     "|cognom[ei]|achter naam|familie naam|geslachts naam|meisjes naam|tussenvoegsel|sobre nome|apelidos?|ultimo nome"),
    (Named("first_name"),
     "fore names?|christian names?|f name|m name|nick name|name (first|middle|alias)|vor namen?|ruf name|prenoms?"
     "|nombre de pila|(primer|segundo) nombre|voor na(am|men)|voor letters?|roep naam|primeiro nome|nome proprio"),
    (Named("name"),
     f"{_PATIENT} (full )?(names?|nom|nome|nombre|naam)|(names?|nom|nome|nombre|naam) {_OF}? ?{_PATIENT}"
     "|name vor ?name|vor (und|u) (nach|zu) name|name (und|u) vor ?name|noms? (et )?prenoms?|prenoms? (et )?noms?"
     "|nom complet|nombre completo|nombres? y apellidos?|apellidos? y nombres?|nome e cognome|cognome e nome|nominativo"
     "|nome completo|nome social|volledige naam|next of kin"
     "|(mother|father|spouse|mutter|vater|moeder|vader)( s)? name|(nome|nom|nombre) (da|de la|della|do|du|del) "
     "(mae|mere|madre|pai|pere|padre)"),
    (Named("initials"), "initials|initialen|initiales|iniciales|iniciais|iniziali"),
    (Named("contact"),
     f"e mails?( (address|adresse|adres))?|mail (address|adresse|adres)|courriel|correo electronico|posta elettronica"
     f"|(tele)?phones?( {_NO})?|{_NO}? ?(de )?(telephone|telefone|telefono)|telefon( {_NO})?|telefoon( {_NO})?"
     f"|tel {_NO}|{_NO} tel|tlf|telef|handy( {_NO})?|(mobile|mobil|mobiel|cell|cellulare|gsm|portable) {_NO}|movil"
     f"|cell ?phone|celular|tele movel|natel( {_NO})?|fax( {_NO})?|whatsapp|ruf nummer"
     f"|(emergency )?contact (no|nr|number|details|info)|ip address"),
    (Named("account"),
     "iban|bank (account|verbindung|konto|rekening)( no| nr| number| nummer)?|konto (nr|nummer)|account iban"
     "|cuenta bancaria|(numero|num|n) de cuenta|conto corrente|rekening (nr|nummer)|conta bancaria|compte bancaire"
     "|credit card( no| number)?|kredit karte( nr| nummer)?"),
    (Named("number", needs="many"),
     f"mrn|medical record( {_NO})?|med rec( {_NO})?|hosp(ital)? {_NO}|nhs( {_NO})?|chi (no|number)|ssn"
     f"|soc(ial)? sec(urity)?( {_NO})?|national (id|identity|insurance)( {_NO}| card)?|ni (no|number)|identity {_NO}"
     f"|(identity|id) card( {_NO})?|passport( {_NO})?|medicare {_NO}|medicaid {_NO}|health (card|insurance) {_NO}"
     f"|insurance {_NO}|insurance policy( {_NO})?|insured id|member id|chart {_NO}|case notes? {_NO}|account {_NO}"
     f"|acct {_NO}|encounter {_NO}|accession( {_NO})?|tax (id|code|number)|fiscal code"
     f"|fall {_NO}|kv {_NO}|(kranken )?(versicherten|versicherungs|kassen) {_NO}|krankenversicherten {_NO}"
     f"|krankenversicherungs {_NO}|versicherten (nr|kennung)|egk( {_NO})?|ahv( {_NO}| n13)?|{_NO} (ahv|avs)"
     f"|avs {_NO}|sozial versicherungs? {_NO}|sv {_NO}|renten versicherungs {_NO}|steuer (id|nr|nummer)"
     f"|(personal )?ausweis( {_NO})?|reise pass( {_NO})?|aufnahme {_NO}|kranken akten? {_NO}|akten ({_NO}|zeichen)"
     f"|kranken blatt {_NO}|archiv {_NO}"
     f"|{_NO}? ?(de )?(la )?secu(rite)?( sociale)?|{_NO} (de )?(dossier|sejour|venue|hospitalisation)|num secu"
     f"|carte vitale|identifiant permanent|insee"
     f"|historia clinica|{_NO} (de )?(la )?historia( clinica)?|nhc|(numero |num |n |no )?(de )?(la )?seguridad social"
     f"|tarjeta sanitaria|curp|cedula( de (identidad|ciudadania))?|documento (nacional )?(de )?identidad|pasaporte"
     f"|{_NO} (de )?(expediente|afiliado|episodio)|expediente|dni|nif"
     f"|cod(ice)? fisc(ale)?|codice sanitario|tessera sanitaria|{_NO} (di )?(cartella|nosologico|ricovero|tessera)"
     f"( clinica)?|cartella clinica|nosologico|carta (d )?identita|passaporto"
     f"|bsn|burger service {_NO}|sofi {_NO}|dossier {_NO}|opname {_NO}|polis {_NO}|verzekerden? {_NO}"
     f"|ziekenhuis {_NO}|rijks register( {_NO})?|paspoort( {_NO})?"
     f"|cpf|cartao (sus|nacional de saude|de cidadao|do cidadao)"
     f"|{_NO} (de |do |da )?(utente|processo|prontuario|beneficiario|identificacao|seguranca social|contribuinte|sus)"
     f"|prontuario|processo clinico|bilhete de identidade|carteira de identidade|passaporte"),
    (Named("number", needs="digits"),
     f"{_PATIENT} (nr|nummer|numero|kennung)|pat (no|num)|(no|nr|num|nummer|numero|nro|n) {_OF}? ?{_PATIENT}"
     "|codice paziente|hospital id"
     "|unit (no|number)|hosp no|nir|ipp|nda|iep|nss|cf|cip|sip|rut|run|nie|niss|nuss|nino|rg|hc|avs"),
    (Named("address"),
     "(home |street |postal |mailing )?address(es)?|anschrift|adressen?|wohn (ort|adresse|sitz)|direccion|domicilio"
     "|indirizzo|(woon |post )?adres|endereco|morada|(place|city|town|village|district) of residence|residence address"
     "|(lieu|ville|code) de residence"
     "|(ciudad|lugar|localidad) (de )?residencia|(comune|citta|luogo) di residenza|cidade de residencia|domicile"
     f"|haus {_NO}|house (no|nr|number)|huis {_NO}|strassen? name|straat naam|street( name)?|strasse|straat|plz"
     "|post leit zahl|zip( ?code)?|zip 5|post codes?|postal codes?|codes? postal|cod(igo)? postal|woon plaats"
     "|latitude|longitude|geo ?code|breiten grad|laengen grad|langen grad|gps"),
)  # fmt: skip

_ALONE: tuple[tuple[Named, str], ...] = (
    (Named("surname"), "last names?"),
    (Named("first_name"), "(first|given|middle) names?"),
    (Named("name"), "full names?"),
    (Named("name", needs="words"), "names?|noms?|nome|nombres?|naam|namen"),
    (Named("birth_date", needs="dates"),
     "born|geb|geboren|naissance|nais|nacimiento|nac|nascita|nascimento|nasc|birth"),
    (Named("contact", needs="digits"), f"tel|mobile|mobil|mobiel|cell|cellulare|portable|gsm|phone|{_NO} contact"),
    (Named("contact", sure=False), "mail|pec|contact"),
    (Named("address", needs="postcodes"), "cp|cap|cep|post code area|postcode district"),
    (Named("address", needs="sentences"), "str|rue|calle|via|viale|rua|ort"),
    (Named("address", sure=False),
     "city|town|village|ort|stadt|dorf|ville|commune|ciudad|municipio|localidad|poblacion|citta|comune|cidade|stad"
     "|plaats|gemeinde|gemeente|residence|residencia|residenza|lat|lon|lng"),
    (Named("account", needs="digits"), "konto|rib|bic|compte|conta|conto|cuenta"),
    (Named("text", sure=False, needs="sentences"),
     "(free )?(notes?|remarks?|comments?|text)|free text|frei text|bemerkung(en)?|kommentare?|notiz(en)?|anmerkung(en)?"
     "|commentaires?|remarques?|observaciones|comentarios?|notas?|annotazioni|commenti|osservazioni|opmerking(en)?"
     "|toelichting|observacoes|obs"),
)  # fmt: skip

_BORN = re.compile(r"\b(birth|naissance|geburts?|nacimiento|nascita|nascimento|geboorte)\b")
_NOT_BORN = re.compile(
    r"^(days|age|sex|gender|weight|country|land|pays|pais|paese|control)\b|\b(weight|sex|control|order)\b"
)
_THING = re.compile(
    r"\b(drugs?|medic(ation|ament)s?|medicines?|medikamente?|farma\w*|regimens?|treatments?|therap\w*|traitements?"
    r"|tratamientos?|trattament\w*|behandlung|chemo\w*|protocol\w*|protokoll|trials?|stud(y|ies)|studie|genes?|variants?"
    r"|tumou?rs?|tumeur|cancers?|lesions?|metastas\w*|procedures?|operations?|surgery|labs?|tests?|markers?|files?|sheet"
    r"|arms?|country|devices?|datasets?|samples?|specimens?|organs?|web|url|antibod\w*|cell lines?|brand|product)\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(surgeons?|doctors?|physicians?|clinicians?|arzt|aerztin|arztin|haus ?arzt|operateur|operator|chirurg\w*"
    r"|medecin|medico|arts|huisarts|gp|nurse|investigator|consultant|oncolog\w*|pathologist|reader|rater|centre|center|hospital"
    r"|clinic|klinik|site|institution|ward|department)\b"
)
_AMBIGUOUS = re.compile(r"\b(last|first|given|middle|full) names?\b")
_LONGEST = 120  # characters; a longer header is a sentence, of which the start says what it is


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern.replace(' ', ' ?').replace('??', '?')})\b")


_SEARCHED = tuple((named, _compiled(pattern)) for named, pattern in _ANYWHERE)
_WHOLE = tuple((named, _compiled(pattern)) for named, pattern in _ALONE)


@lru_cache(maxsize=4096)
def named_by(words: str, tail: str) -> tuple[Named, ...]:
    """What a header may name, the likeliest first. `words` and `tail` are as in
    `nec_core.ingest.matching.profile.Profile`."""
    whole, last = plain(words), plain(tail)
    found = []
    for text in dict.fromkeys((whole, last)):
        found += [named for named, pattern in _WHOLE if pattern.fullmatch(text)]
    other = _SOMEBODY_ELSE.search(whole) is not None
    thing = _THING.search(whole) is not None
    if found and thing:  # "Treatment › Name"
        return ()
    for named, pattern in _SEARCHED:
        match = pattern.search(whole)
        if match is None:
            continue
        of_name = named.kind in ("name", "surname", "first_name", "initials")
        if (of_name and other) or (named.kind in ("address", "contact", "number") and (thing or _of_an_office(whole))):
            continue
        found.append(named)
    if not other and not thing and _AMBIGUOUS.search(whole):
        found.append(Named("name"))
    if _BORN.search(whole) and not _NOT_BORN.search(whole):
        found.append(Named("birth_date", needs="dates"))
    return tuple(dict.fromkeys(found))


_OFFICE = re.compile(r"\b(centre|center|institution|clinic|klinik|ward|department|laboratory|labor|unit of)\b")


def _of_an_office(words: str) -> bool:
    """Whether the address or number is that of a house: "Address of centre"."""
    return _OFFICE.search(words) is not None


def plain(words: str) -> str:
    """Words without accents, and without a number behind them: "telefono" for "Teléfono 2"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words[:_LONGEST]) if not unicodedata.combining(c))
    return " ".join(bare.split()).rstrip("0123456789 ")
