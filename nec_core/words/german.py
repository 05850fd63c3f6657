"""German."""

from nec_core.words.language import Language

GERMAN = Language(
    name="German",
    small="der, die, das, des, dem, den, von, vom, bei, am, im, in, zum, zur, zu, bis, an, und, einer, eines",
    date="datum, dat, zeitpunkt, tag",
    start="beginn, start, anfang, begonnen",
    year="jahr",
    stage="stadium, tumorstadium",
    status="status, befund, expression",
    links=("", "s", "es"),
    headers={
        "patient_id": "patient, patientin, patienten, patienten id, patientennummer, patienten nr, pat id, pat nr, "
                      "pat no, patientencode, fall id, fallnummer, fall nr, studiennummer, pseudonym, probanden id",
        "centre": "zentrum, klinik, krankenhaus, einrichtung, behandelndes zentrum, spital",
        "age_years": "alter, alter bei diagnose, alter bei erstdiagnose, diagnosealter, patientenalter, lebensalter",
        "sex": "geschlecht",
        "ecog": "ecog status, ecog score, ecog leistungsstatus, leistungsstatus, allgemeinzustand ecog, who status",
        "smoking": "raucher, raucherin, rauchen, raucherstatus, rauchstatus, nikotin, nikotinabusus, tabak",
        "hiv": "hiv status, hiv infektion, immunsuppression, hiv oder immunsuppression",
        "ibd": "ced, chronisch entzündliche darmerkrankung, morbus crohn, colitis ulcerosa",
        "diagnosis_date": "diagnose, erstdiagnose, ed datum, diagnosestellung",
        "first_visit_date": "erstvorstellung, erstkontakt, aufnahme, studieneinschluss, einschluss, registrierung, "
                            "transplantation, studieneintritt, erste vorstellung, erste visite",
        "last_assessment_date": "letzte bildgebung, letztes staging, letzte tumorbeurteilung, letzte tumorkontrolle",
        "last_contact_date": "letzter kontakt, letzten kontakts, letzten kontaktes, letztkontakt, letzte nachsorge, "
                             "letzten nachsorge, letztes follow up, letzten follow up, letztes fu, "
                             "letzte kontrolle, letzten kontrolle, letzte nachuntersuchung, "
                             "letzten nachuntersuchung, letzte vorstellung, letzten vorstellung, letzte visite, "
                             "letzten visite, letzte information, letzter patientenkontakt, zuletzt gesehen, "
                             "zuletzt lebend, ende nachbeobachtung, ende follow up",
        "death_date": "tod, todes, sterbe, exitus, exitus letalis, ableben, todestag, todeszeitpunkt",
        "primary_site": "lokalisation, tumorlokalisation, primärlokalisation, primärtumor, primärtumorlokalisation, "
                        "tumorsitz, primärsitz",
        "verge_distance_cm": "abstand anokutanlinie, abstand ab ano, abstand linea anocutanea, abstand anus, "
                             "abstand von der anokutanlinie, höhe ab anokutanlinie",
        "histology": "histologie, histologischer typ, histologischer subtyp, morphologie, pathologie, tumortyp, "
                     "zelltyp",
        "icdo3_histology": "icd o 3 histologie, icd o 3 morphologie, icd o morphologie, morphologieschlüssel, "
                           "icd o 3 morphologiecode",
        "ki67_percent": "ki 67 index, ki67 index, ki 67 proliferationsindex, proliferationsindex, proliferationsrate",
        "mitoses_per_2mm2": "mitosen, mitoserate, mitosezahl, mitoseindex",
        "synaptophysin": "synaptophysin ihc, synapto",
        "chromogranin": "chromogranin, chromogranin a ihc, chromogranin gewebe, chromogranin a gewebe",
        "insm1": "insm1 ihc",
        "p16": "p16 ihc",
        "hpv": "humanes papillomavirus, hpv nachweis, hpv infektion",
        "p53": "p53 ihc, p53 mutation, tp53 mutation",
        "rb": "rb verlust, rb1 verlust, retinoblastom protein",
        "mmr": "mismatch reparatur, mismatch repair, mikrosatelliteninstabilität, mikrosatellitenstatus",
        "braf": "braf mutation, braf mutationsstatus",
        "kras": "kras mutation, ras mutation, kras mutationsstatus, ras status",
        "pdl1": "pd l1 expression",
        "stage": "stadium, tumorstadium, krankheitsstadium, stadium bei diagnose, ausbreitung, tumorausbreitung",
        "ajcc_stage": "ajcc stadium, uicc stadium, uicc, stadium, tumorstadium, tnm stadium, stadium nach uicc, "
                      "stadium bei diagnose, stadiengruppe",
        "seer_stage": "seer stadium",
        "t_category": "t kategorie, t stadium, pt, ct stadium, pt stadium",
        "n_category": "n kategorie, n stadium, pn, pn stadium",
        "m_category": "m kategorie, m stadium, pm, pm stadium",
        "met_liver": "lebermetastasen, lebermetastase, leberfiliae, hepatische metastasen, metastasen leber, leber",
        "met_lung": "lungenmetastasen, lungenmetastase, pulmonale metastasen, metastasen lunge, lunge",
        "met_bone": "knochenmetastasen, knochenmetastase, ossäre metastasen, metastasen knochen, knochen",
        "met_brain": "hirnmetastasen, hirnmetastase, gehirnmetastasen, zerebrale metastasen, metastasen hirn, "
                     "metastasen gehirn",
        "met_nodes": "fernlymphknoten, entfernte lymphknoten, fernlymphknotenmetastasen, lymphknotenmetastasen fern",
        "met_peritoneum": "peritonealkarzinose, peritonealmetastasen, peritoneale metastasen, "
                          "metastasen peritoneum, bauchfellmetastasen",
        "ct": "computertomographie, computertomografie, ct untersuchung, ct durchgeführt",
        "mri": "mrt, mrt becken, becken mrt, magnetresonanztomographie, magnetresonanztomografie, "
               "kernspintomographie, mr becken, mrt durchgeführt",
        "fdg_pet": "fdg pet, pet untersuchung, pet durchgeführt",
        "ssr_imaging": "somatostatinrezeptor bildgebung, somatostatin rezeptor bildgebung, "
                       "somatostatinrezeptor pet, dotatoc pet, dotatate pet, dotatoc, octreotidszintigraphie, "
                       "somatostatinrezeptor szintigraphie, ssr bildgebung",
        "ldh_u_per_l": "laktatdehydrogenase, lactatdehydrogenase, ldh wert",
        "alp_u_per_l": "alkalische phosphatase, alk phosphatase, ap wert",
        "nse_ug_per_l": "neuronenspezifische enolase, neuronspezifische enolase, nse wert",
        "cga_ug_per_l": "chromogranin a serum, chromogranin a im serum, serum chromogranin a, cga wert",
        "albumin_g_per_l": "serumalbumin, albuminwert, albumin im serum",
        "resection": "resektion, operation, op, primärtumorresektion, resektion des primärtumors, operiert, "
                     "chirurgie, chirurgische resektion, tumorresektion",
        "resection_type": "resektionsart, art der resektion, operationsart, art der operation, op art, "
                          "op verfahren, operationsverfahren, eingriff",
        "resection_margin": "resektionsrand, schnittrand, r status, resektionsstatus, residualstatus, "
                            "absetzungsrand, resektionsränder, schnittränder",
        "chemoradiation": "radiochemotherapie, chemoradiotherapie, radiochemo, rctx, "
                          "konkomitante radiochemotherapie, simultane radiochemotherapie, chemoradiatio",
        "radiation": "bestrahlung, strahlentherapie, radiotherapie, radiatio, alleinige bestrahlung, "
                     "alleinige strahlentherapie",
        "radiation_gy": "strahlendosis, bestrahlungsdosis, dosis gy, gesamtdosis gy, dosis der bestrahlung",
        "systemic": "chemotherapie, chemo, systemtherapie, systemische therapie, ctx, palliative chemotherapie",
        "systemic_regimen": "chemotherapieschema, chemotherapieregime, chemoschema, chemotherapieprotokoll, "
                            "erstlinienschema, erstlinienregime, schema erstlinie",
        "second_line": "zweitlinie, zweitlinientherapie, zweite linie, 2 linie, 2 linientherapie",
        "second_line_regimen": "zweitlinienschema, zweitlinienregime, schema zweitlinie, schema 2 linie",
        "immunotherapy": "immuntherapie, immunotherapie, checkpoint inhibitor, checkpointinhibitor",
        "prrt": "radioligandentherapie, peptidrezeptor radionuklidtherapie, lutetium therapie, radionuklidtherapie, "
                "prrt therapie",
        "best_supportive_care": "beste supportive therapie, rein supportive therapie, supportive therapie, "
                                "nur supportive therapie, bestmögliche supportive therapie",
        "best_response": "ansprechen, bestes ansprechen, tumoransprechen, therapieansprechen, remission, "
                         "remissionsstatus",
        "progression_site": "ort der progression, ort des progresses, progressionsort, lokalisation progress, "
                            "lokalisation des progresses, rezidivort, rezidivlokalisation, lokalisation rezidiv, "
                            "lokalisation des rezidivs",
        "cause_of_death": "todesursache",
    },
    levels={
        "yes": "ja",
        "no": "nein, keine, keiner, kein",
        "unknown": "unbekannt, nicht bekannt, unklar",
        "done": "durchgeführt, erfolgt, erhalten, gemacht",
        "present": "vorhanden, nachgewiesen",
        "absent": "nicht vorhanden",
        "not done": "nicht durchgeführt, nicht erfolgt, nicht gemacht, nicht bestimmt, nicht untersucht",
        "female": "weiblich, frau, weibl",
        "male": "männlich, mann, männl",
        "other": "andere, anderes, anderer, sonstige, divers",
        "positive": "positiv, nachgewiesen, exprimiert, reaktiv",
        "negative": "negativ, nicht nachgewiesen, nicht exprimiert",
        "mutated": "mutiert, mutation",
        "wild type": "wildtyp, nicht mutiert",
        "never": "nie, niemals, nichtraucher, nichtraucherin, nie geraucht",
        "former": "ehemalig, ehemals, früher, exraucher, ex raucher, ex-raucher, ehemaliger raucher",
        "current": "aktuell, aktiv, raucher, raucherin, aktueller raucher, aktiver raucher",
        "anal canal": "analkanal, anus, anal",
        "rectum": "rektum, rektal, mastdarm, enddarm",
        "anorectal junction": "anorektal, anorektaler übergang, anorektaler übergangsbereich",
        "rectosigmoid junction": "rektosigmoid, rektosigmoidaler übergang",
        "colon": "kolon, dickdarm, sigma",
        "small cell": "kleinzellig, kleinzelliges nec, kleinzelliges karzinom, "
                      "kleinzelliges neuroendokrines karzinom",
        "large cell": "großzellig, großzelliges nec, großzelliges karzinom, großzelliges neuroendokrines karzinom",
        "mixed small and large cell": "gemischt klein- und großzellig, klein- und großzellig, gemischtzellig, "
                                      "gemischt",
        "NEC NOS": "neuroendokrines karzinom, nec nnb, nec ohne nähere angabe",
        "NET G3": "neuroendokriner tumor g3, gut differenzierter net g3",
        "LRD": "lokoregionär, loko-regionär, lokalisiert, lokal begrenzt, lokal, nicht metastasiert, limitiert",
        "metastatic": "metastasiert, metastatisch, metastasierend, fernmetastasiert, fernmetastasen",
        "in situ": "in-situ",
        "localized": "lokalisiert, lokal",
        "local": "lokal, lokalrezidiv",
        "regional": "regionär, regionär lymphogen",
        "locoregional": "lokoregionär, lokoregional, loko-regionär",
        "distant": "fern, fernmetastasen, fernmetastasiert, fernmetastase, entfernt",
        "distant and locoregional": "fern und lokoregionär, lokoregionär und fern, beides",
        "unstaged": "kein staging, nicht gestaged",
        "abnormal": "abnorm, auffällig, mutiert, aberrant, überexprimiert",
        "lost": "verlust, verloren, verlorengegangen",
        "retained": "erhalten, intakt",
        "deficient": "defizient, instabil, msi hoch",
        "proficient": "profizient, stabil, mikrosatellitenstabil",
        "CR": "komplettremission, komplette remission, vollremission, komplettes ansprechen, vollständige remission",
        "PR": "partialremission, partielle remission, teilremission, partielles ansprechen, partielle response",
        "SD": "stabile erkrankung, stabil, krankheitsstabilisierung",
        "PD": "progress, progression, progredient, progrediente erkrankung, krankheitsprogress",
        "not evaluable": "nicht beurteilbar, nicht auswertbar, nicht evaluierbar",
        "R0": "tumorfrei, frei, freie ränder",
        "R1": "befallen, nicht frei, mikroskopisch befallen",
        "R2": "makroskopisch befallen",
        "alive": "lebend, lebt, am leben, lebendig",
        "dead": "verstorben, gestorben, tot, verstorbene, exitus, exitus letalis",
        "dead of another cause": "an anderer ursache verstorben, verstorben an anderer ursache",
        "cancer": "tumor, tumorbedingt, krebs, karzinom, grunderkrankung, tumortod, tumorerkrankung",
        "other cause": "andere, andere ursache, andere todesursache, nicht tumorbedingt, sonstige",
    },
    letters=(
        {"yes": "j", "no": "n"},
        {"yes": "w", "no": "f"},
        {"female": "w", "male": "m"},
        {"female": "w", "male": "m", "other": "d"},
        {"alive": "l", "dead": "t"},
        {"alive": "l", "dead": "v"},
    ),
    outcomes={
        "time": "zeit, zeitdauer, zeitspanne, zeitintervall, intervall",
        "duration": "dauer",
        "survival": "überleben, überlebens",
        "survival time": "überlebenszeit, überlebensdauer, überlebenszeiten",
        "overall survival": "gesamtüberleben, gesamtüberlebens, gesamt überleben, gesamtüberlebenszeit",
        "progression free survival": "progressionsfreies überleben, progressionsfreie überlebenszeit, "
                                     "progressionsfreie zeit",
        "disease free survival": "krankheitsfreies überleben, tumorfreies überleben, krankheitsfreie zeit",
        "recurrence free survival": "rezidivfreies überleben, rezidivfreie überlebenszeit, rezidivfreie zeit",
        "event free survival": "ereignisfreies überleben",
        "disease specific survival": "tumorspezifisches überleben, krankheitsspezifisches überleben",
        "cause specific survival": "ursachenspezifisches überleben",
        "metastasis free survival": "metastasenfreies überleben",
        "follow up": "nachbeobachtung, nachsorge",
        "follow up time": "nachbeobachtungszeit, beobachtungszeit, beobachtungsdauer, nachbeobachtungsdauer, "
                          "nachsorgezeit, nachsorgedauer",
        "status": "zustand",
        "vital status": "vitalstatus, überlebensstatus, lebensstatus, letzter status",
        "event": "ereignis",
        "outcome": "ausgang",
        "censored": "zensiert, zensierung, zensur",
        "relapse": "rezidiv, rückfall, rezidivs, wiederauftreten, lokalrezidiv",
        "progression": "progress, progression, krankheitsprogress, progresses, tumorprogress",
        "without": "ohne",
        "from": "ab, seit",
    },
    short={},
    events={
        "0": "zensiert, kein ereignis, rezidivfrei, kein rezidiv, progressionsfrei, kein progress, krankheitsfrei, "
             "tumorfrei",
        "1": "ereignis, rezidiv, progress, progression, progredient",
        "2": "andere todesursache, tod anderer ursache, konkurrierendes ereignis",
    },
    units={
        "days": "tag, tage, tagen",
        "weeks": "woche, wochen",
        "months": "monat, monate, monaten, mon",
        "years": "jahr, jahre, jahren",
    },
    months=(
        "januar, jänner, jan, jän", "februar, feber, feb", "märz, mär, mrz", "april, apr", "mai", "juni, jun",
        "juli, jul", "august, aug", "september, sep, sept", "oktober, okt", "november, nov", "dezember, dez",
    ),
    missing="k.a., k. a., k.a, keine angabe, keine angaben, keine daten, ohne angabe, o.a., unbekannt, "
            "nicht bekannt, n.b., n. b., fehlt, fehlend, nicht erhoben, nicht dokumentiert, nicht verfügbar, "
            "entfällt, nicht zutreffend, nicht anwendbar",
)  # fmt: skip
