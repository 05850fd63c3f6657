"""French."""

from nec_core.words.language import Language

FRENCH = Language(
    name="French",
    small="le, la, les, l, de, du, des, d, au, aux, à, en, et, un, une, dans, jusqu",
    date="date, dt, jour",
    start="début, commencement, initiation",
    year="année, an",
    stage="stade",
    status="statut, expression, état",
    links=(),
    headers={
        "patient_id": "patient, patiente, id patient, identifiant patient, identifiant, numéro patient, "
                      "num patient, no patient, n patient, code patient, numéro d'inclusion, no cas, id cas, "
                      "numéro d'étude, sujet",
        "centre": "centre, hôpital, établissement, clinique, centre de soins, centre investigateur",
        "age_years": "âge, âge au diagnostic, âge lors du diagnostic, âge diagnostic, âge patient, âge du patient",
        "sex": "sexe, genre",
        "ecog": "statut ecog, score ecog, indice ecog, indice oms, ps oms, statut oms, score oms, oms, "
                "état général oms",
        "smoking": "tabac, tabagisme, fumeur, statut tabagique, consommation de tabac",
        "hiv": "vih, statut vih, infection vih, séropositivité vih, immunodépression, vih ou immunodépression",
        "ibd": "mici, maladie inflammatoire chronique de l'intestin, maladie inflammatoire de l'intestin, "
               "maladie de crohn",
        "diagnosis_date": "diagnostic, diagnostic initial, diag",
        "first_visit_date": "première consultation, première visite, inclusion, admission, entrée, "
                            "entrée dans l'étude, hospitalisation, greffe, enregistrement, randomisation",
        "last_assessment_date": "dernière évaluation, dernière évaluation tumorale, dernière imagerie, "
                                "dernier bilan, dernier scanner",
        "last_contact_date": "dernières nouvelles, dernière nouvelle, dernières nouvelles ddn, dernier contact, "
                             "dernier suivi, dernière consultation, dernière visite, dernier point, date de point, "
                             "date dn, fin de suivi, dernière date de suivi, dernier rendez vous",
        "death_date": "décès, mort, date dc",
        "primary_site": "localisation, localisation tumorale, localisation primitive, site primitif, siège, "
                        "siège de la tumeur, localisation de la tumeur primitive, tumeur primitive, site tumoral",
        "verge_distance_cm": "distance à la marge anale, distance marge anale, distance de la marge anale, "
                             "hauteur de la tumeur, distance à l'anus",
        "histology": "histologie, type histologique, sous type histologique, morphologie, anatomopathologie, "
                     "anapath, type cellulaire",
        "icdo3_histology": "cim o 3 histologie, cim o 3 morphologie, cim o 3, code morphologique cim o 3, "
                           "code cim o 3, histologie cim o 3",
        "ki67_percent": "indice ki 67, indice ki67, index ki 67, index ki67, index de prolifération, "
                        "indice de prolifération",
        "mitoses_per_2mm2": "mitoses, index mitotique, indice mitotique, compte mitotique, nombre de mitoses",
        "synaptophysin": "synaptophysine",
        "chromogranin": "chromogranine, chromogranine a, chromogranine a tissulaire, chromogranine tissulaire",
        "insm1": "marquage insm1",
        "p16": "marquage p16",
        "hpv": "papillomavirus, papillomavirus humain, infection hpv, hpv papillomavirus",
        "p53": "mutation p53, mutation tp53, marquage p53",
        "rb": "perte de rb, perte rb1, protéine rb",
        "mmr": "réparation des mésappariements, système mmr, instabilité microsatellitaire, "
               "instabilité des microsatellites, statut microsatellitaire",
        "braf": "mutation braf",
        "kras": "mutation kras, mutation ras, statut ras",
        "pdl1": "expression pd l1",
        "stage": "stade, stade de la maladie, stade au diagnostic, extension, extension de la maladie, stade tumoral",
        "ajcc_stage": "stade ajcc, stade uicc, stade, stade tnm, stade au diagnostic, stade tumoral, groupe de stade",
        "seer_stage": "stade seer",
        "t_category": "catégorie t, stade t, t tnm, pt",
        "n_category": "catégorie n, stade n, n tnm, pn",
        "m_category": "catégorie m, stade m, m tnm, pm",
        "met_liver": "métastases hépatiques, métastase hépatique, métas hépatiques, méta hépatique, "
                     "métastases foie, foie",
        "met_lung": "métastases pulmonaires, métastase pulmonaire, métas pulmonaires, métastases poumon, poumon",
        "met_bone": "métastases osseuses, métastase osseuse, métas osseuses, métastases os",
        "met_brain": "métastases cérébrales, métastase cérébrale, métas cérébrales, métastases cerveau, cerveau",
        "met_nodes": "ganglions à distance, adénopathies à distance, métastases ganglionnaires à distance",
        "met_peritoneum": "carcinose péritonéale, métastases péritonéales, métastase péritonéale, "
                          "métastases péritoine, péritoine, carcinose",
        "ct": "tdm, scanner, tomodensitométrie, scanner tap",
        "mri": "irm, irm pelvienne, irm pelvis, irm du pelvis, imagerie par résonance magnétique",
        "fdg_pet": "tep, tep fdg, tep tdm, tep scan, tepscan, pet scan, tep scanner",
        "ssr_imaging": "imagerie des récepteurs de la somatostatine, "
                       "scintigraphie des récepteurs de la somatostatine, octréoscan, tep dotatoc, tep dotatate, "
                       "tep somatostatine",
        "ldh_u_per_l": "lactate déshydrogénase, lacticodéshydrogénase, taux de ldh",
        "alp_u_per_l": "phosphatases alcalines, phosphatase alcaline",
        "nse_ug_per_l": "énolase neuronale spécifique, énolase neurospécifique, énolase neuronspécifique, "
                        "taux de nse",
        "cga_ug_per_l": "chromogranine a sérique, chromogranine sérique, cga sérique",
        "albumin_g_per_l": "albumine, albuminémie, albumine sérique",
        "resection": "résection, chirurgie, opération, opéré, opérée, exérèse, résection de la tumeur primitive, "
                     "chirurgie du primitif, intervention chirurgicale",
        "resection_type": "type de chirurgie, type de résection, type d'opération, type d'intervention, "
                          "geste chirurgical",
        "resection_margin": "marge, marges, marges de résection, marge de résection, statut des marges, "
                            "qualité de résection",
        "chemoradiation": "radiochimiothérapie, chimioradiothérapie, radiochimio, rtct, "
                          "chimioradiothérapie concomitante, radiochimiothérapie concomitante",
        "radiation": "radiothérapie, irradiation, radiothérapie seule, radiothérapie exclusive",
        "radiation_gy": "dose de radiothérapie, dose d'irradiation, dose totale gy, dose délivrée gy",
        "systemic": "chimiothérapie, chimio, traitement systémique, thérapie systémique",
        "systemic_regimen": "protocole de chimiothérapie, protocole chimio, schéma de chimiothérapie, "
                            "protocole de première ligne, type de chimiothérapie",
        "second_line": "deuxième ligne, seconde ligne, 2e ligne, 2ème ligne, traitement de deuxième ligne, "
                       "chimiothérapie de deuxième ligne",
        "second_line_regimen": "protocole de deuxième ligne, protocole 2e ligne, schéma de deuxième ligne",
        "immunotherapy": "immunothérapie, inhibiteur de checkpoint, inhibiteurs de checkpoint",
        "prrt": "radiothérapie interne vectorisée, riv, lutétium, lutathera, radionucléides",
        "best_supportive_care": "soins de support, soins de support exclusifs, soins palliatifs exclusifs, "
                                "traitement symptomatique",
        "best_response": "réponse, meilleure réponse, réponse tumorale, meilleure réponse globale, "
                         "réponse au traitement",
        "progression_site": "site de progression, site de récidive, localisation de la récidive, "
                            "siège de la récidive, localisation de la progression, premier site de progression",
        "cause_of_death": "cause du décès, cause de décès, cause de la mort, cause de mort",
    },
    levels={
        "yes": "oui",
        "no": "non, aucun, aucune",
        "unknown": "inconnu, inconnue, ne sait pas, nsp",
        "done": "fait, faite, réalisé, réalisée, effectué, effectuée, reçu, reçue",
        "present": "présent, présente",
        "absent": "absent, absente",
        "not done": "non fait, non faite, non réalisé, non réalisée, non effectué, non effectuée, pas fait",
        "female": "femme, féminin, fem, fille",
        "male": "homme, masculin, masc",
        "other": "autre, autres",
        "positive": "positif, présent, exprimé",
        "negative": "négatif, négative, absent, non exprimé",
        "mutated": "muté, mutée, mutation",
        "wild type": "sauvage, type sauvage, non muté, non mutée",
        "never": "jamais, non fumeur, non-fumeur, jamais fumé, non fumeuse",
        "former": "ancien, ancien fumeur, ex fumeur, ex-fumeur, sevré, ancienne fumeuse",
        "current": "actuel, actif, fumeur, fumeur actif, fumeuse, fumeur actuel",
        "anal canal": "canal anal, anus",
        "rectum": "rectal",
        "anorectal junction": "jonction anorectale, jonction ano-rectale, anorectal, ano-rectal",
        "rectosigmoid junction": "rectosigmoïde, recto-sigmoïde, charnière recto-sigmoïdienne, "
        "jonction recto-sigmoïdienne",
        "colon": "côlon, colique, sigmoïde",
        "small cell": "petites cellules, à petites cellules, carcinome à petites cellules, "
                      "carcinome neuroendocrine à petites cellules",
        "large cell": "grandes cellules, à grandes cellules, carcinome à grandes cellules, "
                      "carcinome neuroendocrine à grandes cellules",
        "mixed small and large cell": "mixte, petites et grandes cellules, mixte petites et grandes cellules",
        "NEC NOS": "carcinome neuroendocrine, cne, nec sai, carcinome neuroendocrine sai",
        "NET G3": "tne g3, tumeur neuroendocrine g3",
        "LRD": "locorégional, locorégionale, loco-régional, localisé, localisée, non métastatique, limité",
        "metastatic": "métastatique, métastasé, disséminé",
        "in situ": "in-situ",
        "localized": "localisé, localisée, local",
        "local": "locale, récidive locale",
        "regional": "régional, régionale, ganglionnaire",
        "locoregional": "locorégional, locorégionale, loco-régional, loco-régionale",
        "distant": "à distance, métastatique, distante",
        "distant and locoregional": "locorégional et à distance, à distance et locorégional, les deux",
        "unstaged": "non stadifié",
        "abnormal": "anormal, anormale, muté, surexprimé",
        "lost": "perte, perdu, perdue",
        "retained": "conservé, conservée, maintenu, intact",
        "deficient": "déficient, instable, dmmr msi",
        "proficient": "stable, non déficient",
        "CR": "rc, réponse complète, complète",
        "PR": "rp, réponse partielle, partielle",
        "SD": "maladie stable, stable, stabilité, stabilisation",
        "PD": "progression, maladie progressive, progressif, progression tumorale",
        "not evaluable": "non évaluable, non évalué",
        "R0": "saines, marges saines, sain, libres, négatif, négatives, in sano",
        "R1": "envahies, marges envahies, envahi, positif, positives, atteintes",
        "R2": "résidu macroscopique",
        "alive": "vivant, vivante, vivant(e), en vie",
        "dead": "décédé, décédée, décédé(e), mort, morte, dcd",
        "dead of another cause": "décédé d'une autre cause, décédée d'une autre cause, décès autre cause",
        "cancer": "tumeur, liée au cancer, lié au cancer, maladie, évolution tumorale, progression tumorale",
        "other cause": "autre, autre cause, autres, non liée au cancer, non lié au cancer, intercurrente",
    },
    letters=(
        {"yes": "o", "no": "n"},
        {"yes": "v", "no": "f"},
        {"female": "f", "male": "h"},
        {"female": "f", "male": "m"},
        {"alive": "v", "dead": "d"},
        {"alive": "v", "dead": "m"},
    ),
    outcomes={
        "time": "temps, délai, délais, intervalle",
        "duration": "durée",
        "survival": "survie, temps de survie, durée de survie, délai de survie",
        "overall survival": "survie globale, durée de survie globale",
        "progression free survival": "survie sans progression, durée de survie sans progression",
        "disease free survival": "survie sans maladie, survie sans récidive ni maladie",
        "recurrence free survival": "survie sans récidive, survie sans rechute",
        "event free survival": "survie sans événement, survie sans évènement",
        "disease specific survival": "survie spécifique, survie spécifique de la maladie",
        "cause specific survival": "survie cause spécifique",
        "metastasis free survival": "survie sans métastase, survie sans métastases",
        "follow up": "suivi",
        "follow up time": "recul, durée de suivi, temps de suivi, délai de suivi, durée du suivi",
        "status": "statut, état",
        "vital status": "statut vital, dernier statut, état vital, statut de survie",
        "event": "événement, évènement, évt",
        "outcome": "devenir",
        "censored": "censuré, censurée, censure",
        "relapse": "récidive, rechute, récidives, récidivé",
        "progression": "progression, évolution tumorale, progressé",
        "without": "sans, pas",
        "from": "depuis, dès, après",
    },
    short={
        "os": "sg",
        "pfs": "ssp",
        "dfs": "ssm",
        "rfs": "ssr",
        "efs": "sse",
    },
    events={
        "0": "censuré, censurée, pas d'événement, sans récidive, sans rechute, pas de récidive, sans progression, "
             "pas d'évènement",
        "1": "événement, évènement, récidive, rechute, progression",
        "2": "décès autre cause, décès d'autre cause, événement compétitif, autre décès",
    },
    units={
        "days": "jour, jours, j",
        "weeks": "semaine, semaines, sem",
        "months": "mois",
        "years": "an, ans, année, années",
    },
    months=(
        "janvier, janv, jan", "février, févr, fév", "mars", "avril, avr", "mai", "juin", "juillet, juil", "août",
        "septembre, sept", "octobre, oct", "novembre, nov", "décembre, déc",
    ),
    missing="inconnu, inconnue, non précisé, non précisée, non renseigné, non renseignée, nsp, ne sait pas, "
            "manquant, manquante, donnée manquante, non disponible, non connu, non connue, non communiqué, "
            "non applicable, non déterminé, sans objet, indisponible, pas de donnée, pas d'information",
)  # fmt: skip
