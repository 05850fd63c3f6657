"""A header for each field of the record in each language, as somebody may type it: upper case, underscores, without
accents, with a unit, in another order. `field: header`, with bars between."""

from __future__ import annotations

from collections.abc import Mapping

GERMAN = """
patient_id: Patienten-Nr. | centre: KLINIK | age_years: Alter_bei_Erstdiagnose (Jahre) | sex: GESCHLECHT
ecog: ECOG-Status | smoking: Raucherstatus | hiv: HIV-Infektion | ibd: Chronisch entzuendliche Darmerkrankung
diagnosis_date: Datum der Erstdiagnose | first_visit_date: Aufnahmedatum | diagnosis_year: Jahr der Diagnose
last_assessment_date: Datum letzte Bildgebung | last_contact_date: Datum_letzter_Kontakt | death_date: Todesdatum
primary_site: Primaertumorlokalisation | verge_distance_cm: Abstand Anokutanlinie [cm]
histology: Histologischer_Subtyp | icdo3_histology: Morphologieschluessel | ki67_percent: KI-67-INDEX (%)
mitoses_per_2mm2: Mitosezahl | synaptophysin: Synaptophysin-Expression | chromogranin: Chromogranin A Gewebe
insm1: INSM1-Befund | p16: p16_Status | hpv: HPV-Nachweis | p53: p53-Status | rb: Rb-Verlust
mmr: Mikrosatelliteninstabilitaet | braf: BRAF-Mutation | kras: KRAS_MUTATION | pdl1: PD-L1-Expression
stage: Ausbreitung | ajcc_stage: UICC-Stadium | seer_stage: SEER-Stadium | t_category: T-Kategorie
n_category: N_Stadium | m_category: M-Stadium | met_liver: LEBERMETASTASEN | met_lung: Metastasen (Lunge)
met_bone: Ossaere Metastasen | met_brain: Hirn-Metastasen | met_nodes: Fernlymphknoten
met_peritoneum: Peritonealkarzinose | ct: Computertomographie | mri: MRT_Becken | fdg_pet: PET-Untersuchung
ssr_imaging: Somatostatinrezeptor-Bildgebung | ldh_u_per_l: LDH-Wert (U/l) | alp_u_per_l: Alk. Phosphatase [U/L]
nse_ug_per_l: NSE-Wert (µg/l) | cga_ug_per_l: Serum-Chromogranin A (ug/l) | albumin_g_per_l: Serumalbumin (g/l)
resection: OPERIERT | resection_date: OP-Datum | resection_type: Art der Operation | resection_margin: Schnittraender
chemoradiation: Radio-Chemotherapie | chemoradiation_date: Beginn Radiochemotherapie | radiation: BESTRAHLUNG
radiation_date: Bestrahlungsbeginn | radiation_gy: Gesamtdosis (Gy) | systemic: Systemische_Therapie
systemic_date: Datum Beginn Chemotherapie | systemic_regimen: Chemo-Schema | second_line: Zweitlinien-Therapie
second_line_date: Beginn der Zweitlinie | second_line_regimen: Zweitlinien-Schema | immunotherapy: Immun-Therapie
immunotherapy_date: Datum_Immuntherapie | prrt: Radioliganden-Therapie | prrt_date: Beginn PRRT-Therapie
best_supportive_care: Bestmoegliche supportive Therapie | best_response: Bestes_Ansprechen | progression: PROGRESS
progression_date: Datum des Rezidivs | progression_site: Lokalisation_des_Rezidivs | vital_status: Vitalstatus
cause_of_death: TODESURSACHE
"""
FRENCH = """
patient_id: N° Patient | centre: HOPITAL | age_years: Age au diagnostic (ans) | sex: SEXE | ecog: Indice_OMS
smoking: Statut tabagique | hiv: Statut_VIH | ibd: MICI | diagnosis_date: DATE_DU_DIAGNOSTIC
first_visit_date: Date d'entree dans l'etude | diagnosis_year: Annee du diagnostic
last_assessment_date: Date_derniere_evaluation | last_contact_date: Date des dernieres nouvelles (DDN)
death_date: Date de décès | primary_site: Localisation de la tumeur primitive
verge_distance_cm: Distance à la marge anale (cm) | histology: TYPE_HISTOLOGIQUE | icdo3_histology: Code CIM-O-3
ki67_percent: Index Ki-67 (%) | mitoses_per_2mm2: Compte mitotique | synaptophysin: SYNAPTOPHYSINE
chromogranin: Chromogranine A | insm1: Expression d'INSM1 | p16: Statut p16 | hpv: Papillomavirus_humain
p53: Mutation de p53 | rb: Perte_de_Rb | mmr: Instabilite microsatellitaire | braf: Mutation_BRAF | kras: Statut KRAS
pdl1: Expression de PD-L1 | stage: Extension de la maladie | ajcc_stage: STADE UICC | seer_stage: Stade SEER
t_category: Stade_T | n_category: Catégorie N | m_category: CATEGORIE M | met_liver: Metastases hepatiques
met_lung: METASTASES_PULMONAIRES | met_bone: Métastase osseuse | met_brain: Metastases cerebrales
met_nodes: Ganglions_a_distance | met_peritoneum: CARCINOSE PERITONEALE | ct: Scanner TAP | mri: IRM_pelvienne
fdg_pet: TEP-TDM | ssr_imaging: Scintigraphie des recepteurs de la somatostatine | ldh_u_per_l: Taux de LDH (U/L)
alp_u_per_l: Phosphatases_alcalines (U/L) | nse_ug_per_l: Enolase neuronale specifique (µg/L)
cga_ug_per_l: Chromogranine A serique (µg/L) | albumin_g_per_l: ALBUMINEMIE (g/L) | resection: Opéré
resection_date: Date de la chirurgie | resection_type: Type_de_chirurgie | resection_margin: MARGES DE RESECTION
chemoradiation: Radio-chimiothérapie | chemoradiation_date: Début de radiochimiothérapie | radiation: RADIOTHERAPIE
radiation_date: Date début radiothérapie | radiation_gy: Dose_de_radiotherapie (Gy) | systemic: CHIMIO
systemic_date: Date de debut de la chimiotherapie | systemic_regimen: Protocole_chimio | second_line: 2eme ligne
second_line_date: Début 2e ligne | second_line_regimen: Protocole de 2e ligne | immunotherapy: IMMUNOTHERAPIE
immunotherapy_date: Date_immunotherapie | prrt: Radiotherapie interne vectorisee | prrt_date: Début lutétium
best_supportive_care: Soins_de_support | best_response: Meilleure reponse | progression: RECIDIVE
progression_date: Date de la récidive | progression_site: Site_de_recidive | vital_status: Statut_vital
cause_of_death: Cause du deces
"""
SPANISH = """
patient_id: Nº Paciente | centre: INSTITUCION | age_years: EDAD (años) | sex: Genero | ecog: Escala_ECOG
smoking: Habito tabaquico | hiv: Infeccion por VIH | ibd: Enfermedad_inflamatoria_intestinal
diagnosis_date: Fecha Dx | first_visit_date: FECHA DE INGRESO | diagnosis_year: Año del diagnóstico
last_assessment_date: Fecha de la ultima evaluacion | last_contact_date: Fecha_ultimo_contacto
death_date: Fecha de defuncion | primary_site: Localizacion del tumor
verge_distance_cm: Distancia a margen anal (cm) | histology: TIPO HISTOLOGICO | icdo3_histology: Morfologia_CIE-O-3
ki67_percent: Indice Ki67 (%) | mitoses_per_2mm2: Recuento_mitotico | synaptophysin: SINAPTOFISINA
chromogranin: Cromogranina A tisular | insm1: Expresion de INSM1 | p16: Estado_p16 | hpv: VPH | p53: Mutacion de p53
rb: Perdida de Rb | mmr: Inestabilidad de microsatelites | braf: MUTACION_BRAF | kras: Mutación de KRAS
pdl1: Expresión PD-L1 | stage: Extension de la enfermedad | ajcc_stage: ESTADIO TNM | seer_stage: Estadio_SEER
t_category: Categoria T | n_category: ESTADIO_N | m_category: Categoría M | met_liver: Metastasis hepaticas
met_lung: METASTASIS PULMON | met_bone: Metastasis_oseas | met_brain: Metástasis en cerebro
met_nodes: Ganglios_a_distancia | met_peritoneum: Carcinomatosis_peritoneal | ct: TAC | mri: Resonancia magnetica
fdg_pet: PET-TAC | ssr_imaging: Gammagrafia de receptores de somatostatina | ldh_u_per_l: Lactato_deshidrogenasa (U/L)
alp_u_per_l: FOSFATASA ALCALINA (U/L) | nse_ug_per_l: Enolasa neuronal especifica (µg/L)
cga_ug_per_l: Cromogranina A en suero (ug/L) | albumin_g_per_l: Albumina serica (g/L) | resection: Cirugia
resection_date: Fecha_de_la_cirugia | resection_type: TIPO DE CIRUGIA | resection_margin: Margenes_quirurgicos
chemoradiation: Radio-quimioterapia | chemoradiation_date: Inicio de la quimiorradioterapia
radiation: Radioterapia_sola | radiation_date: Fecha inicio radioterapia | radiation_gy: Dosis total (Gy)
systemic: QUIMIOTERAPIA | systemic_date: Fecha de inicio de quimioterapia | systemic_regimen: Esquema_de_quimioterapia
second_line: 2ª línea | second_line_date: Inicio segunda linea | second_line_regimen: Esquema_segunda_linea
immunotherapy: INMUNOTERAPIA | immunotherapy_date: Inicio_inmunoterapia | prrt: Terapia con radionuclidos
prrt_date: Fecha inicio lutecio | best_supportive_care: Mejor tratamiento de soporte | best_response: MEJOR_RESPUESTA
progression: Recidiva | progression_date: Fecha de progresion | progression_site: Localizacion de la recidiva
vital_status: Estado_vital | cause_of_death: Causa de la muerte
"""
ITALIAN = """
patient_id: N. Paziente | centre: OSPEDALE | age_years: Eta alla diagnosi (anni) | sex: SESSO
ecog: Performance_Status_ECOG | smoking: Abitudine_al_fumo | hiv: Infezione da HIV
ibd: Malattia infiammatoria cronica intestinale | diagnosis_date: DATA DIAGNOSI | first_visit_date: Data_arruolamento
diagnosis_year: Anno di diagnosi | last_assessment_date: Data ultima valutazione
last_contact_date: Data_ultimo_follow-up | death_date: Data del decesso | primary_site: SEDE PRIMITIVA
verge_distance_cm: Distanza dal margine anale (cm) | histology: Tipo_istologico | icdo3_histology: Morfologia ICD-O-3
ki67_percent: Indice di proliferazione (%) | mitoses_per_2mm2: INDICE MITOTICO | synaptophysin: Sinapto-fisina
chromogranin: CROMOGRANINA_A | insm1: Espressione di INSM1 | p16: Stato p16 | hpv: Papilloma Virus Umano
p53: Mutazione di p53 | rb: Perdita_di_Rb | mmr: Instabilita dei microsatelliti | braf: Stato di BRAF
kras: MUTAZIONE KRAS | pdl1: Espressione di PD-L1 | stage: Estensione di malattia | ajcc_stage: STADIO_TNM
seer_stage: Stadio SEER | t_category: STADIO T | n_category: Categoria_N | m_category: Stadio_M
met_liver: METASTASI EPATICHE | met_lung: Metastasi_polmonari | met_bone: Metastasi alle ossa
met_brain: Metastasi_cerebrali | met_nodes: Linfonodi_a_distanza | met_peritoneum: CARCINOSI_PERITONEALE
ct: TAC eseguita | mri: RM-pelvi | fdg_pet: PET/TC | ssr_imaging: Scintigrafia_recettoriale
ldh_u_per_l: Lattato-deidrogenasi (U/L) | alp_u_per_l: FOSFATASI ALCALINA (U/L)
nse_ug_per_l: Enolasi neurone-specifica (µg/L) | cga_ug_per_l: CROMOGRANINA A SIERICA (ug/L)
albumin_g_per_l: Albumina_sierica (g/L) | resection: INTERVENTO CHIRURGICO | resection_date: Data dell'intervento
resection_type: Tipo_di_intervento | resection_margin: MARGINI DI RESEZIONE | chemoradiation: Chemio-radioterapia
chemoradiation_date: Inizio della chemioradioterapia | radiation: RADIOTERAPIA
radiation_date: Data inizio radioterapia | radiation_gy: Dose totale (Gy) | systemic: Chemio_terapia
systemic_date: Data di inizio chemioterapia | systemic_regimen: Schema_chemioterapico
second_line: Terapia_di_seconda_linea | second_line_date: Inizio 2a linea
second_line_regimen: Schema_di_seconda_linea | immunotherapy: IMMUNOTERAPIA
immunotherapy_date: Data_inizio_immunoterapia | prrt: Terapia_radiorecettoriale | prrt_date: Inizio lutezio
best_supportive_care: TERAPIA DI SUPPORTO | best_response: Miglior_risposta | progression: PROGRESSIONE
progression_date: Data della recidiva | progression_site: Sede_di_recidiva | vital_status: STATO VITALE
cause_of_death: Causa_del_decesso
"""
DUTCH = """
patient_id: Patient-nummer | centre: ZIEKENHUIS | age_years: Leeftijd_bij_diagnose (jaar) | sex: GESLACHT
ecog: WHO-score | smoking: Rook-status | hiv: HIV-infectie | ibd: INFLAMMATOIRE DARMZIEKTE
diagnosis_date: Diagnosedatum | first_visit_date: Datum eerste consult | diagnosis_year: Jaar_van_diagnose
last_assessment_date: Datum laatste scan | last_contact_date: Datum_laatste_controle | death_date: Overlijdensdatum
primary_site: Tumor-lokalisatie | verge_distance_cm: Afstand tot de anus (cm) | histology: HISTOLOGISCH TYPE
icdo3_histology: Morfologie_ICD-O-3 | ki67_percent: Proliferatie-index (%) | mitoses_per_2mm2: Aantal_mitosen
synaptophysin: SYNAPTOFYSINE | chromogranin: Chromogranine_A | insm1: INSM1-kleuring | p16: P16_STATUS
hpv: HPV-infectie | p53: p53-mutatie | rb: Rb-verlies | mmr: Microsatelliet-instabiliteit | braf: BRAF-mutatie
kras: KRAS_mutatie | pdl1: PD-L1-expressie | stage: Ziekte-uitbreiding | ajcc_stage: TNM-stadium
seer_stage: SEER-stadium | t_category: T-stadium | n_category: N_categorie | m_category: M-STADIUM
met_liver: Lever-metastasen | met_lung: LONGMETASTASEN | met_bone: Botmetastase | met_brain: Metastasen in de hersenen
met_nodes: Lymfeklieren_op_afstand | met_peritoneum: Peritoneale_metastasen | ct: CT-scan verricht | mri: Bekken-MRI
fdg_pet: PET-CT-scan | ssr_imaging: Somatostatine-receptor scan | ldh_u_per_l: LDH-waarde (U/L)
alp_u_per_l: Alkalische_fosfatase (U/L) | nse_ug_per_l: NSE-waarde (µg/L) | cga_ug_per_l: Serum chromogranine A (ug/L)
albumin_g_per_l: ALBUMINE (g/L) | resection: GEOPEREERD | resection_date: Operatiedatum
resection_type: Type_operatie | resection_margin: Snijvlakken | chemoradiation: CHEMORADIATIE
chemoradiation_date: Startdatum chemoradiatie | radiation: BESTRALING | radiation_date: Start_bestraling
radiation_gy: Bestralingsdosis (Gy) | systemic: Systemische_behandeling | systemic_date: Startdatum_chemotherapie
systemic_regimen: Chemo-schema | second_line: Tweede-lijnsbehandeling | second_line_date: Start tweede lijn
second_line_regimen: Schema_tweede_lijn | immunotherapy: IMMUUNTHERAPIE
immunotherapy_date: Startdatum immunotherapie | prrt: Lutetium-behandeling | prrt_date: Start lutetium
best_supportive_care: Beste_ondersteunende_zorg | best_response: BESTE RESPONS | progression: Recidief
progression_date: Datum van progressie | progression_site: Locatie_recidief | vital_status: Vitale_status
cause_of_death: Oorzaak van overlijden
"""
PORTUGUESE = """
patient_id: Nº do Doente | centre: INSTITUICAO | age_years: IDADE (anos) | sex: Genero | ecog: ESCALA_ECOG
smoking: Habitos tabagicos | hiv: Infecao VIH | ibd: Doenca inflamatoria intestinal
diagnosis_date: DATA_DO_DIAGNOSTICO | first_visit_date: Data da admissão | diagnosis_year: Ano do diagnostico
last_assessment_date: Data da ultima avaliacao | last_contact_date: Data_ultimo_contato | death_date: DATA DO OBITO
primary_site: Localizacao do tumor | verge_distance_cm: Distancia da margem anal (cm) | histology: TIPO_HISTOLOGICO
icdo3_histology: Morfologia CID-O-3 | ki67_percent: Indice Ki-67 (%) | mitoses_per_2mm2: Indice_mitotico
synaptophysin: SINAPTOFISINA | chromogranin: CROMOGRANINA A | insm1: Expressao de INSM1 | p16: Estado do p16
hpv: Papilomavirus_humano | p53: MUTACAO P53 | rb: Perda_de_Rb | mmr: Instabilidade de microssatelites
braf: Mutacao do BRAF | kras: MUTACAO_KRAS | pdl1: Expressao de PD-L1 | stage: Extensao da doenca
ajcc_stage: ESTADIAMENTO TNM | seer_stage: Estadiamento_SEER | t_category: ESTADIO T | n_category: Categoria_N
m_category: Estádio_M | met_liver: METASTASES HEPATICAS | met_lung: Metastases_pulmonares
met_bone: Metastases osseas | met_brain: METASTASES CEREBRAIS | met_nodes: Linfonodos_a_distancia
met_peritoneum: CARCINOMATOSE_PERITONEAL | ct: Tomografia_computadorizada | mri: Ressonancia magnetica
fdg_pet: PET-TC | ssr_imaging: Cintigrafia de receptores de somatostatina | ldh_u_per_l: Desidrogenase latica (U/L)
alp_u_per_l: FOSFATASE ALCALINA (U/L) | nse_ug_per_l: Enolase neuronal especifica (µg/L)
cga_ug_per_l: Cromogranina A serica (ug/L) | albumin_g_per_l: ALBUMINA (g/L) | resection: CIRURGIA
resection_date: Data da cirurgia | resection_type: Tipo_de_cirurgia | resection_margin: MARGENS CIRURGICAS
chemoradiation: Radio-quimioterapia | chemoradiation_date: Inicio da quimiorradioterapia
radiation: Radioterapia_exclusiva | radiation_date: Data de inicio da radioterapia | radiation_gy: Dose total (Gy)
systemic: QUIMIOTERAPIA | systemic_date: Data inicio quimioterapia | systemic_regimen: Protocolo_de_quimioterapia
second_line: 2ª linha | second_line_date: Inicio segunda linha | second_line_regimen: Esquema_segunda_linha
immunotherapy: IMUNOTERAPIA | immunotherapy_date: Inicio_imunoterapia | prrt: Terapia com lutecio
prrt_date: Inicio lutecio | best_supportive_care: CUIDADOS DE SUPORTE | best_response: Melhor_resposta
progression: PROGRESSAO | progression_date: Data da progressao | progression_site: Local_da_recidiva
vital_status: Estado Vital | cause_of_death: CAUSA_DE_MORTE
"""


def _read(text: str) -> Mapping[str, str]:
    pairs = (part.split(":", 1) for line in text.strip().splitlines() for part in line.split(" | "))
    return {field.strip(): header.strip() for field, header in pairs}


HEADERS: Mapping[str, Mapping[str, str]] = {
    "German": _read(GERMAN),
    "French": _read(FRENCH),
    "Spanish": _read(SPANISH),
    "Italian": _read(ITALIAN),
    "Dutch": _read(DUTCH),
    "Portuguese": _read(PORTUGUESE),
}
"""Language -> field -> header."""
