"""Spanish."""

from nec_core.words.language import Language

SPANISH = Language(
    name="Spanish",
    small="el, la, los, las, lo, de, del, al, a, en, y, un, una, hasta, por",
    date="fecha, f, fec, día",
    start="inicio, comienzo",
    year="año",
    stage="estadio, estadío, estadio clínico, etapa",
    status="estado, estatus, expresión",
    links=(),
    headers={
        "patient_id": "paciente, id paciente, código paciente, código de paciente, número de paciente, no paciente, "
                      "n paciente, nro paciente, num paciente, identificador, no caso, n caso, sujeto, id caso, "
                      "código de caso",
        "centre": "centro, hospital, institución, clínica, centro hospitalario",
        "age_years": "edad, edad al diagnóstico, edad en el diagnóstico, edad diagnóstico, edad del paciente, "
                     "edad dx",
        "sex": "sexo, género",
        "ecog": "estado ecog, escala ecog, ecog ps, estado funcional, estado funcional ecog, performance status ecog",
        "smoking": "tabaco, tabaquismo, fumador, fumadora, hábito tabáquico",
        "hiv": "vih, estado vih, infección vih, infección por vih, inmunosupresión, vih o inmunosupresión",
        "ibd": "eii, enfermedad inflamatoria intestinal, enfermedad de crohn",
        "diagnosis_date": "diagnóstico, fecha dx, diag, diagnóstico inicial",
        "first_visit_date": "primera visita, primera consulta, ingreso, inclusión, registro, admisión, trasplante, "
                            "entrada en el estudio, reclutamiento",
        "last_assessment_date": "última evaluación, última evaluación tumoral, última imagen, última tc, "
                                "última tac, última prueba de imagen",
        "last_contact_date": "último contacto, última visita, último seguimiento, última consulta, última revisión, "
                             "último control, fin de seguimiento, fin del seguimiento, última noticia, "
                             "último contacto vivo, últ contacto, últ visita, última vez visto",
        "death_date": "muerte, fallecimiento, defunción, éxitus, óbito, deceso",
        "primary_site": "localización, localización tumoral, localización primaria, sitio primario, "
                        "localización del tumor, localización del primario, tumor primario, sitio del tumor",
        "verge_distance_cm": "distancia al margen anal, distancia a margen anal, distancia margen anal, "
                             "distancia desde el margen anal, distancia al ano",
        "histology": "histología, tipo histológico, subtipo histológico, morfología, anatomía patológica, "
                     "tipo celular",
        "icdo3_histology": "cie o 3 histología, cie o 3 morfología, cie o 3, código cie o 3, morfología cie o 3",
        "ki67_percent": "índice ki 67, índice ki67, índice de proliferación, índice proliferativo",
        "mitoses_per_2mm2": "mitosis, índice mitótico, recuento mitótico, número de mitosis",
        "synaptophysin": "sinaptofisina",
        "chromogranin": "cromogranina, cromogranina a, cromogranina a tisular, cromogranina tisular",
        "insm1": "tinción insm1",
        "p16": "tinción p16",
        "hpv": "vph, virus del papiloma humano, papilomavirus, infección vph",
        "p53": "mutación p53, mutación tp53, tinción p53",
        "rb": "pérdida de rb, pérdida rb1, proteína rb",
        "mmr": "reparación de errores de emparejamiento, inestabilidad de microsatélites, estado de microsatélites, "
               "reparación de apareamientos",
        "braf": "mutación braf",
        "kras": "mutación kras, mutación ras, estado ras",
        "pdl1": "expresión pd l1",
        "stage": "estadio, estadío, estadio de la enfermedad, estadio al diagnóstico, extensión, "
                 "extensión de la enfermedad",
        "ajcc_stage": "estadio ajcc, estadio uicc, estadio, estadío, estadio tnm, estadio clínico, "
                      "estadio al diagnóstico",
        "seer_stage": "estadio seer, estadio resumido seer",
        "t_category": "categoría t, estadio t, t tnm, pt",
        "n_category": "categoría n, estadio n, n tnm, pn",
        "m_category": "categoría m, estadio m, m tnm, pm",
        "met_liver": "metástasis hepáticas, metástasis hepática, metástasis hígado, hígado, mts hepáticas",
        "met_lung": "metástasis pulmonares, metástasis pulmonar, metástasis pulmón, pulmón, mts pulmonares",
        "met_bone": "metástasis óseas, metástasis ósea, metástasis hueso, hueso, mts óseas",
        "met_brain": "metástasis cerebrales, metástasis cerebral, metástasis cerebro, cerebro, mts cerebrales",
        "met_nodes": "ganglios a distancia, ganglios distantes, adenopatías a distancia, "
                     "metástasis ganglionares a distancia",
        "met_peritoneum": "carcinomatosis peritoneal, metástasis peritoneales, metástasis peritoneal, "
                          "metástasis peritoneo, peritoneo",
        "ct": "tc, tac, tomografía, tomografía computarizada, tomografía computada, tc realizada, tac realizado",
        "mri": "rm, rmn, resonancia, resonancia magnética, rm pélvica, rm de pelvis, resonancia pélvica",
        "fdg_pet": "pet tac, pet tc, pet fdg, tomografía por emisión de positrones",
        "ssr_imaging": "imagen de receptores de somatostatina, gammagrafía de receptores de somatostatina, "
                       "gammagrafía octreotide, octreoscan realizado, pet dotatoc, pet dotatate",
        "ldh_u_per_l": "lactato deshidrogenasa, deshidrogenasa láctica",
        "alp_u_per_l": "fosfatasa alcalina",
        "nse_ug_per_l": "enolasa neuronal específica, enolasa neuroespecífica, enolasa específica neuronal",
        "cga_ug_per_l": "cromogranina a sérica, cromogranina a en suero, cromogranina sérica, cga sérica",
        "albumin_g_per_l": "albúmina, albúmina sérica",
        "resection": "resección, cirugía, operación, operado, operada, resección del primario, "
                     "resección del tumor primario, cirugía del primario, intervención quirúrgica",
        "resection_date": "fecha de intervención, fecha de la intervención",
        "resection_type": "tipo de cirugía, tipo de resección, tipo de operación, tipo de intervención",
        "resection_margin": "margen, márgenes, margen de resección, márgenes de resección, márgenes quirúrgicos, "
                            "margen quirúrgico, estado de los márgenes",
        "chemoradiation": "quimiorradioterapia, quimioradioterapia, radioquimioterapia, qrt, "
                          "quimiorradioterapia concomitante, quimiorradiación",
        "radiation": "radioterapia, irradiación, radioterapia sola, radioterapia exclusiva",
        "radiation_gy": "dosis de radioterapia, dosis rt, dosis total gy, dosis gy, dosis de radiación",
        "systemic": "quimioterapia, quimio, tratamiento sistémico, terapia sistémica",
        "systemic_regimen": "esquema de quimioterapia, régimen de quimioterapia, esquema quimioterapia, "
                            "esquema de primera línea, protocolo de quimioterapia",
        "second_line": "segunda línea, 2a línea, 2 línea, tratamiento de segunda línea, "
                       "quimioterapia de segunda línea",
        "second_line_regimen": "esquema de segunda línea, esquema segunda línea, régimen de segunda línea, "
                               "esquema 2a línea",
        "immunotherapy": "inmunoterapia, inhibidor de checkpoint, inhibidores de checkpoint",
        "prrt": "radionúclidos, lutecio, terapia con radionúclidos, tratamiento con lutecio",
        "best_supportive_care": "mejor tratamiento de soporte, tratamiento de soporte, cuidados de soporte, "
                                "mejor soporte, solo soporte",
        "best_response": "respuesta, mejor respuesta, respuesta tumoral, mejor respuesta global, "
                         "respuesta al tratamiento",
        "progression_site": "sitio de progresión, lugar de progresión, localización de la progresión, "
                            "localización de la recidiva, sitio de recidiva, lugar de recidiva, sitio de recaída",
        "cause_of_death": "causa de muerte, causa de la muerte, causa de fallecimiento, causa del fallecimiento, "
                          "causa de defunción, causa de éxitus",
    },
    levels={
        "yes": "sí",
        "no": "no, ninguno, ninguna",
        "unknown": "desconocido, desconocida, se desconoce, no sabe, no consta",
        "done": "hecho, hecha, realizado, realizada, efectuado, recibido, recibida",
        "present": "presente",
        "absent": "ausente",
        "not done": "no hecho, no hecha, no realizado, no realizada, no recibido, no recibida",
        "female": "mujer, femenino, femenina, fem, hembra",
        "male": "hombre, varón, masculino, masc",
        "other": "otro, otra, otros, otras",
        "positive": "positivo, positiva, presente, expresado",
        "negative": "negativo, negativa, ausente, no expresado",
        "mutated": "mutado, mutada, mutación",
        "wild type": "salvaje, no mutado, no mutada, silvestre, tipo salvaje",
        "never": "nunca, no fumador, no fumadora, nunca fumador",
        "former": "exfumador, ex fumador, ex-fumador, exfumadora, antiguo fumador, pasado",
        "current": "actual, activo, fumador, fumadora, fumador activo, fumador actual",
        "anal canal": "canal anal, ano, conducto anal",
        "rectum": "recto, rectal",
        "anorectal junction": "unión anorrectal, anorrectal, unión ano-rectal",
        "rectosigmoid junction": "rectosigma, unión rectosigmoidea, rectosigmoide, rectosigmoides",
        "colon": "cólico, sigma",
        "small cell": "célula pequeña, células pequeñas, de célula pequeña, de células pequeñas, "
                      "carcinoma de células pequeñas, microcítico, carcinoma neuroendocrino de célula pequeña, "
                      "carcinoma neuroendocrino de células pequeñas",
        "large cell": "célula grande, células grandes, de célula grande, de células grandes, "
                      "carcinoma de células grandes, carcinoma neuroendocrino de célula grande, "
                      "carcinoma neuroendocrino de células grandes",
        "mixed small and large cell": "mixto, mixta, células pequeñas y grandes, mixto de células pequeñas y grandes",
        "NEC NOS": "carcinoma neuroendocrino, cne, carcinoma neuroendocrino soe, nec soe",
        "NET G3": "tne g3, tumor neuroendocrino g3",
        "LRD": "locorregional, loco-regional, localizado, localizada, no metastásico, no metastásica, limitado",
        "metastatic": "metastásico, metastásica, metastático, diseminado, diseminada",
        "in situ": "in-situ",
        "localized": "localizado, localizada, local",
        "local": "recidiva local",
        "regional": "ganglionar",
        "locoregional": "locorregional, loco-regional",
        "distant": "a distancia, distante, metastásico",
        "distant and locoregional": "a distancia y locorregional, locorregional y a distancia, ambos, ambas",
        "unstaged": "no estadificado",
        "abnormal": "anormal, mutado, sobreexpresado, aberrante",
        "lost": "pérdida, perdido, perdida",
        "retained": "conservado, conservada, intacto, mantenido",
        "deficient": "deficiente, inestable",
        "proficient": "proficiente, estable, competente",
        "CR": "rc, respuesta completa, completa",
        "PR": "rp, respuesta parcial, parcial",
        "SD": "ee, enfermedad estable, estable, estabilización",
        "PD": "ep, progresión, enfermedad progresiva, enfermedad en progresión, progresión de la enfermedad",
        "not evaluable": "no evaluable, no valorable, no evaluado",
        "R0": "libre, libres, márgenes libres, negativo, negativos",
        "R1": "afecto, afectos, afectado, afectados, positivo, positivos, comprometido, comprometidos",
        "R2": "residuo macroscópico",
        "alive": "vivo, viva, vivo/a, vivo(a), con vida",
        "dead": "muerto, muerta, muerto/a, fallecido, fallecida, fallecido/a, fallecido(a), éxitus, murió, falleció",
        "dead of another cause": "muerto por otra causa, muerta por otra causa, fallecido por otra causa",
        "cancer": "cáncer, tumor, tumoral, por cáncer, por tumor, enfermedad, por la enfermedad, progresión",
        "other cause": "otra, otra causa, otras causas, otras, no tumoral, no relacionada",
    },
    letters=(
        {"yes": "s", "no": "n"},
        {"yes": "v", "no": "f"},
        {"female": "f", "male": "m"},
        {"female": "m", "male": "h"},
        {"female": "m", "male": "v"},
        {"female": "h", "male": "v"},
        {"alive": "v", "dead": "m"},
        {"alive": "v", "dead": "f"},
        {"alive": "v", "dead": "e"},
    ),
    outcomes={
        "time": "tiempo, intervalo",
        "duration": "duración",
        "survival": "supervivencia, sobrevida, tiempo de supervivencia, tiempo de sobrevida, "
                    "duración de supervivencia",
        "overall survival": "supervivencia global, sobrevida global",
        "progression free survival": "supervivencia libre de progresión, supervivencia sin progresión, "
                                     "sobrevida libre de progresión, tiempo libre de progresión",
        "disease free survival": "supervivencia libre de enfermedad, sobrevida libre de enfermedad, "
                                 "tiempo libre de enfermedad, intervalo libre de enfermedad",
        "recurrence free survival": "supervivencia libre de recidiva, supervivencia libre de recaída, "
                                    "sobrevida libre de recurrencia, supervivencia libre de recurrencia",
        "event free survival": "supervivencia libre de eventos, supervivencia libre de evento",
        "disease specific survival": "supervivencia específica, supervivencia específica de enfermedad",
        "cause specific survival": "supervivencia causa específica, supervivencia específica por causa",
        "metastasis free survival": "supervivencia libre de metástasis",
        "follow up": "seguimiento",
        "follow up time": "tiempo de seguimiento, duración de seguimiento, duración del seguimiento",
        "status": "estado, situación, estatus",
        "vital status": "estado vital, último estado, situación vital, status vital",
        "event": "evento, suceso",
        "outcome": "desenlace",
        "censored": "censurado, censurada, censura",
        "relapse": "recidiva, recaída, recurrencia, recidivas, recidivó",
        "progression": "progresión, progresó",
        "without": "sin",
        "from": "desde, tras",
    },
    short={
        "os": "sg",
        "pfs": "slp",
        "dfs": "sle",
        "rfs": "slr",
    },
    events={
        "0": "censurado, censurada, sin evento, sin recidiva, sin recaída, libre de enfermedad, sin progresión, "
             "libre de progresión",
        "1": "evento, recidiva, recaída, recurrencia, progresión",
        "2": "muerte por otra causa, muerte por otras causas, evento competitivo, otra muerte",
    },
    units={
        "days": "día, días",
        "weeks": "semana, semanas",
        "months": "mes, meses",
        "years": "año, años",
    },
    months=(
        "enero, ene", "febrero, feb", "marzo, mar", "abril, abr", "mayo, may", "junio, jun", "julio, jul",
        "agosto, ago", "septiembre, setiembre, sept, sep, set", "octubre, oct", "noviembre, nov", "diciembre, dic",
    ),
    missing="desconocido, desconocida, se desconoce, no consta, no disponible, no aplica, no aplicable, no procede, "
            "s/d, s.d., n/d, sin dato, sin datos, sin información, no sabe, ns/nc, no registrado, no recogido, "
            "no determinado, falta",
)  # fmt: skip
