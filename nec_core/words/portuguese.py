"""Portuguese, of Portugal and of Brazil."""

from nec_core.words.language import Language

PORTUGUESE = Language(
    name="Portuguese",
    small="o, a, de, da, do, das, dos, ao, à, em, na, e, até, um, uma, por",
    date="data, dt, dia",
    start="início, começo",
    year="ano",
    stage="estádio, estadio, estágio, estadiamento, estádio clínico",
    status="estado, status, expressão",
    links=(),
    headers={
        "patient_id": "paciente, doente, id paciente, id doente, código do paciente, código do doente, "
                      "número do paciente, número do doente, no paciente, n paciente, n doente, no doente, "
                      "identificador, id caso, número do caso, sujeito",
        "centre": "centro, hospital, instituição, clínica, centro de tratamento",
        "age_years": "idade, idade ao diagnóstico, idade no diagnóstico, idade diagnóstico, idade do paciente, "
                     "idade do doente, idade à data do diagnóstico",
        "sex": "sexo, género, gênero",
        "ecog": "estado ecog, escala ecog, ecog ps, performance status ecog, estado funcional, ps ecog",
        "smoking": "tabaco, tabagismo, fumador, fumante, hábitos tabágicos, hábito tabágico",
        "hiv": "vih, infecção vih, infeção vih, infecção por hiv, status hiv, imunossupressão, "
               "vih ou imunossupressão",
        "ibd": "dii, doença inflamatória intestinal, doença de crohn",
        "diagnosis_date": "diagnóstico, data dx, diag, diagnóstico inicial",
        "first_visit_date": "primeira consulta, primeira visita, admissão, inclusão, internação, internamento, "
                            "registro, registo, transplante, entrada no estudo, matrícula",
        "last_assessment_date": "última avaliação, última avaliação tumoral, última imagem, última tc, "
                                "último exame de imagem",
        "last_contact_date": "último contato, último contacto, última consulta, última visita, último seguimento, "
                             "última informação, última observação, fim do seguimento, último follow up, "
                             "último acompanhamento, última data de seguimento, últ contato",
        "death_date": "óbito, morte, falecimento",
        "primary_site": "localização, localização tumoral, localização primária, sítio primário, topografia, sede, "
                        "localização do tumor, tumor primário, local do tumor",
        "verge_distance_cm": "distância da margem anal, distância à margem anal, distância margem anal, "
                             "distância da borda anal, distância ao ânus",
        "histology": "histologia, tipo histológico, subtipo histológico, morfologia, anatomia patológica, "
                     "tipo celular",
        "icdo3_histology": "cid o 3 histologia, cid o 3 morfologia, cid o 3, morfologia cid o 3, código cid o 3",
        "ki67_percent": "índice ki 67, índice ki67, índice de proliferação, índice proliferativo",
        "mitoses_per_2mm2": "mitoses, índice mitótico, contagem mitótica, número de mitoses",
        "synaptophysin": "sinaptofisina",
        "chromogranin": "cromogranina, cromogranina a, cromogranina a tecidual, cromogranina tecidual",
        "insm1": "imunorreação insm1",
        "p16": "imunorreação p16",
        "hpv": "papilomavírus, papilomavírus humano, vírus do papiloma humano, infecção hpv, infeção hpv",
        "p53": "mutação p53, mutação tp53, imunorreação p53",
        "rb": "perda de rb, perda rb1, proteína rb",
        "mmr": "instabilidade de microssatélites, instabilidade dos microssatélites, estado dos microssatélites, "
               "reparo de pareamento, reparação de emparelhamento",
        "braf": "mutação braf",
        "kras": "mutação kras, mutação ras, estado ras",
        "pdl1": "expressão pd l1",
        "stage": "estádio, estadio, estágio, estadiamento, estádio da doença, estádio ao diagnóstico, extensão, "
                 "extensão da doença",
        "ajcc_stage": "estádio ajcc, estadiamento ajcc, estágio ajcc, estádio uicc, estádio, estágio, estadiamento, "
                      "estádio tnm, estadiamento tnm, estádio clínico, estadiamento clínico, estádio ao diagnóstico",
        "seer_stage": "estádio seer, estadiamento seer",
        "t_category": "categoria t, estádio t, t tnm, pt",
        "n_category": "categoria n, estádio n, n tnm, pn",
        "m_category": "categoria m, estádio m, m tnm, pm",
        "met_liver": "metástases hepáticas, metástase hepática, metástases fígado, metástases no fígado, fígado",
        "met_lung": "metástases pulmonares, metástase pulmonar, metástases pulmão, pulmão",
        "met_bone": "metástases ósseas, metástase óssea, metástases osso, osso",
        "met_brain": "metástases cerebrais, metástase cerebral, metástases cérebro, cérebro",
        "met_nodes": "gânglios à distância, linfonodos à distância, linfonodos distantes, adenopatias à distância",
        "met_peritoneum": "carcinomatose peritoneal, metástases peritoneais, metástase peritoneal, "
                          "metástases peritoneu, metástases peritônio, peritoneu, peritônio",
        "ct": "tc, tac, tomografia, tomografia computadorizada, tomografia computorizada, tc realizada",
        "mri": "rm, rmn, ressonância, ressonância magnética, rm pélvica, rm de pelve, rm da pelve, "
               "ressonância pélvica",
        "fdg_pet": "pet tc, pet fdg, pet realizado, tomografia por emissão de positrões",
        "ssr_imaging": "imagem dos receptores de somatostatina, cintigrafia de receptores de somatostatina, "
                       "cintilografia com octreotide, cintigrafia receptores somatostatina, pet dotatoc, "
                       "pet dotatate, octreoscan realizado",
        "ldh_u_per_l": "lactato desidrogenase, desidrogenase láctica, desidrogenase lática, dhl",
        "alp_u_per_l": "fosfatase alcalina",
        "nse_ug_per_l": "enolase neuronal específica, enolase neurônio específica, enolase específica do neurônio, "
                        "enolase específica neuronal",
        "cga_ug_per_l": "cromogranina a sérica, cromogranina sérica, cga sérica",
        "albumin_g_per_l": "albumina, albumina sérica",
        "resection": "ressecção, resseção, cirurgia, operação, operado, operada, ressecção do primário, "
                     "ressecção do tumor primário, cirurgia do primário, intervenção cirúrgica",
        "resection_type": "tipo de cirurgia, tipo de ressecção, tipo de operação, tipo de intervenção",
        "resection_margin": "margem, margens, margem de ressecção, margens de ressecção, margem cirúrgica, "
                            "margens cirúrgicas, estado das margens",
        "chemoradiation": "quimiorradioterapia, quimioradioterapia, radioquimioterapia, qrt, "
                          "quimiorradioterapia concomitante, quimiorradiação",
        "radiation": "radioterapia, irradiação, radioterapia isolada, radioterapia exclusiva",
        "radiation_gy": "dose de radioterapia, dose rt, dose total gy, dose gy, dose de radiação",
        "systemic": "quimioterapia, químio, tratamento sistêmico, tratamento sistémico, terapia sistêmica, "
                    "terapia sistémica",
        "systemic_regimen": "esquema de quimioterapia, regime de quimioterapia, protocolo de quimioterapia, "
                            "esquema de primeira linha, esquema quimioterapia",
        "second_line": "segunda linha, 2a linha, 2 linha, tratamento de segunda linha, "
                       "quimioterapia de segunda linha",
        "second_line_regimen": "esquema de segunda linha, esquema segunda linha, regime de segunda linha, "
                               "esquema 2a linha",
        "immunotherapy": "imunoterapia, inibidor de checkpoint, inibidores de checkpoint",
        "prrt": "lutécio, radionuclídeos, terapia com radionuclídeos, terapia com lutécio",
        "best_supportive_care": "cuidados de suporte, melhor suporte, terapia de suporte, tratamento de suporte, "
                                "suporte exclusivo",
        "best_response": "resposta, melhor resposta, resposta tumoral, melhor resposta global, "
                         "resposta ao tratamento",
        "progression_site": "local de progressão, sítio de progressão, local da recidiva, sítio de recidiva, "
                            "local de recidiva, localização da recidiva, local da progressão, "
                            "localização da progressão",
        "cause_of_death": "causa de morte, causa da morte, causa do óbito, causa de óbito",
    },
    levels={
        "yes": "sim",
        "no": "não, nenhum, nenhuma",
        "unknown": "desconhecido, desconhecida, ignorado, ignorada, não sabe",
        "done": "feito, feita, realizado, realizada, efetuado, recebido, recebida",
        "present": "presente",
        "absent": "ausente",
        "not done": "não feito, não feita, não realizado, não realizada, não recebido, não recebida",
        "female": "mulher, feminino, feminina, fem",
        "male": "homem, masculino, masc",
        "other": "outro, outra, outros, outras",
        "positive": "positivo, positiva, presente, expresso",
        "negative": "negativo, negativa, ausente, não expresso",
        "mutated": "mutado, mutada, mutação",
        "wild type": "selvagem, não mutado, não mutada, tipo selvagem",
        "never": "nunca, não fumador, não fumante, nunca fumou",
        "former": "ex-fumador, ex fumador, ex-fumante, ex fumante, ex-tabagista",
        "current": "atual, ativo, fumador, fumante, tabagista, fumador ativo, fumante atual",
        "anal canal": "canal anal, ânus",
        "rectum": "reto, recto, retal",
        "anorectal junction": "junção anorretal, anorretal, transição anorretal, junção ano-retal",
        "rectosigmoid junction": "retossigmoide, retossigmóide, junção retossigmoideia, junção retossigmoide",
        "colon": "cólon, sigmoide, sigmóide",
        "small cell": "pequenas células, células pequenas, de pequenas células, de células pequenas, "
                      "carcinoma de pequenas células, carcinoma neuroendócrino de pequenas células",
        "large cell": "grandes células, células grandes, de grandes células, de células grandes, "
                      "carcinoma de grandes células, carcinoma neuroendócrino de grandes células",
        "mixed small and large cell": "misto, pequenas e grandes células, misto de pequenas e grandes células",
        "NEC NOS": "carcinoma neuroendócrino, cne, carcinoma neuroendócrino soe",
        "NET G3": "tne g3, tumor neuroendócrino g3",
        "LRD": "locorregional, loco-regional, localizado, localizada, não metastático, não metastática, limitado",
        "metastatic": "metastático, metastática, metastizado, disseminado, disseminada",
        "in situ": "in-situ",
        "localized": "localizado, localizada, local",
        "local": "recidiva local",
        "regional": "ganglionar, linfonodal",
        "locoregional": "locorregional, loco-regional",
        "distant": "à distância, distante, metastático",
        "distant and locoregional": "à distância e locorregional, locorregional e à distância, ambos, ambas",
        "unstaged": "não estadiado",
        "abnormal": "anormal, mutado, sobre-expresso, aberrante",
        "lost": "perda, perdido",
        "retained": "conservado, conservada, preservado, mantido, intacto",
        "deficient": "deficiente, instável",
        "proficient": "proficiente, estável",
        "CR": "rc, resposta completa, completa",
        "PR": "rp, resposta parcial, parcial",
        "SD": "de, doença estável, estável, estabilização",
        "PD": "dp, progressão, doença em progressão, doença progressiva, progressão da doença",
        "not evaluable": "não avaliável, não avaliado",
        "R0": "livre, livres, margens livres, negativa, negativas",
        "R1": "comprometida, comprometidas, positiva, positivas, invadidas, margens comprometidas",
        "R2": "resíduo macroscópico",
        "alive": "vivo, viva, vivo(a), vivo/a, com vida",
        "dead": "morto, morta, falecido, falecida, falecido(a), óbito, faleceu, morreu",
        "dead of another cause": "morto por outra causa, óbito por outra causa, falecido por outra causa",
        "cancer": "câncer, cancro, tumor, neoplasia, doença, tumoral, progressão",
        "other cause": "outra, outra causa, outras causas, outras, não tumoral",
    },
    letters=(
        {"yes": "s", "no": "n"},
        {"yes": "v", "no": "f"},
        {"female": "f", "male": "m"},
        {"female": "m", "male": "h"},
        {"alive": "v", "dead": "m"},
        {"alive": "v", "dead": "f"},
        {"alive": "v", "dead": "o"},
    ),
    outcomes={
        "time": "tempo, intervalo",
        "duration": "duração",
        "survival": "sobrevida, sobrevivência, tempo de sobrevida, tempo de sobrevivência",
        "overall survival": "sobrevida global, sobrevivência global",
        "progression free survival": "sobrevida livre de progressão, sobrevivência livre de progressão, "
                                     "tempo livre de progressão",
        "disease free survival": "sobrevida livre de doença, sobrevivência livre de doença, tempo livre de doença, "
                                 "intervalo livre de doença",
        "recurrence free survival": "sobrevida livre de recidiva, sobrevivência livre de recidiva, "
                                    "sobrevida livre de recorrência, sobrevida livre de recaída",
        "event free survival": "sobrevida livre de eventos, sobrevida livre de evento, "
                               "sobrevivência livre de eventos",
        "disease specific survival": "sobrevida específica, sobrevida doença específica",
        "cause specific survival": "sobrevida causa específica, sobrevida específica por causa",
        "metastasis free survival": "sobrevida livre de metástases, sobrevida livre de metástase",
        "follow up": "seguimento, acompanhamento",
        "follow up time": "tempo de seguimento, tempo de acompanhamento, duração do seguimento, "
                          "duração de seguimento",
        "status": "estado, situação",
        "vital status": "estado vital, último estado, status vital, situação vital",
        "event": "evento",
        "outcome": "desfecho, desfecho final",
        "censored": "censurado, censurada, censura",
        "relapse": "recidiva, recaída, recorrência, recidivas, recidivou",
        "progression": "progressão, progrediu",
        "without": "sem",
        "from": "desde, após",
    },
    short={
        "os": "sg",
        "pfs": "slp",
        "dfs": "sld",
        "rfs": "slr",
    },
    events={
        "0": "censurado, censurada, sem evento, sem recidiva, livre de doença, sem progressão, livre de progressão",
        "1": "evento, recidiva, recaída, recorrência, progressão",
        "2": "óbito por outra causa, óbito por outras causas, morte por outra causa, evento competitivo, outra morte",
    },
    units={
        "days": "dia, dias",
        "weeks": "semana, semanas",
        "months": "mês, meses",
        "years": "ano, anos",
    },
    months=(
        "janeiro, jan", "fevereiro, fev", "março, mar", "abril, abr", "maio, mai", "junho, jun", "julho, jul",
        "agosto, ago", "setembro, set", "outubro, out", "novembro, nov", "dezembro, dez",
    ),
    missing="desconhecido, desconhecida, ignorado, ignorada, não informado, não informada, s/d, s/i, n/d, "
            "sem dados, sem informação, não disponível, não se aplica, não aplicável, não consta, não registrado, "
            "não registado, não sabe, em falta",
)  # fmt: skip
