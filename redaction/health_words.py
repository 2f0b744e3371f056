"""Words of health: conditions, suffixes of their names, states of people, medicines, allergens.

Comma-separated; a blank stands for a blank or a hyphen. They count only where a sentence or a
field says them of somebody (`redaction.recognizers.health`).
"""

CONDITIONS = """
diabetes, type 1 diabetes, type 2 diabetes, diabetes mellitus, diabetes type 1, diabetes type 2,
prediabetes, gestational diabetes, t2dm, t1dm, hypertension, high blood pressure, hypotension,
cancer, breast cancer, lung cancer, prostate cancer, colon cancer, bowel cancer, skin cancer,
cervical cancer, ovarian cancer, pancreatic cancer, bladder cancer, thyroid cancer, leukemia,
leukaemia, lymphoma, melanoma, brain tumor, brain tumour, tumor, tumour, hiv, hiv/aids, aids,
hepatitis, hepatitis a, hepatitis b, hepatitis c, tuberculosis, tb, malaria, dengue, typhoid,
chikungunya, cholera, covid, covid 19, long covid, asthma, copd, emphysema, sleep apnea, sleep
apnoea,
epilepsy, seizures, depression, major depression, clinical depression, postnatal depression,
postpartum depression, anxiety, anxiety disorder, social anxiety, panic attacks, panic disorder,
bipolar, bipolar disorder, schizophrenia, psychosis, ptsd, ocd, adhd, add, autism, asperger's,
aspergers, borderline personality disorder, bpd, dementia, alzheimer's, alzheimers,
alzheimer's disease, parkinson's, parkinsons, parkinson's disease, huntington's, multiple sclerosis,
als, motor neurone disease, stroke, heart attack, heart disease, heart failure, heart condition,
coronary artery disease, arrhythmia, atrial fibrillation, kidney failure, kidney disease,
chronic kidney disease, ckd, kidney stones, gallstones, liver disease, fatty liver, cirrhosis,
crohn's, crohns, crohn's disease, ulcerative colitis, ibs, irritable bowel syndrome, celiac disease,
coeliac disease, acid reflux, gerd, ulcers, rheumatoid arthritis, arthritis, lupus, fibromyalgia,
chronic fatigue syndrome, migraine, migraines, anemia, anaemia, thyroid, hypothyroidism,
hyperthyroidism, goitre, pcos, pcod, endometriosis, infertility, miscarriage, a miscarriage,
an abortion, abortion, preeclampsia, eating disorder, anorexia, bulimia, obesity, alcoholism,
drug addiction, addiction, substance abuse, suicidal thoughts, suicidal ideation, gonorrhea,
gonorrhoea, syphilis, chlamydia, herpes, genital herpes, hpv, std, sti, down syndrome, down's
syndrome,
trisomy 21, cerebral palsy, muscular dystrophy, spina bifida, sickle cell, sickle cell disease,
sickle cell anemia, thalassemia, thalassaemia, cystic fibrosis, haemophilia, hemophilia, psoriasis,
eczema, vitiligo, leprosy, glaucoma, cataract, cataracts, macular degeneration, pneumonia,
bronchitis, influenza, the flu, fever, jaundice, gout, hernia, appendicitis, a concussion, insomnia,
erectile dysfunction, gender dysphoria, chronic pain, back pain, sciatica, scoliosis, slipped disc,
high cholesterol, dyslexia, tinnitus, hearing loss, vertigo, rabies, polio, measles, chickenpox,
shingles, mumps, monkeypox, mpox, ebola, sepsis, blood clot, dvt, angina, pancreatitis,
tourette's, tourette syndrome, learning disability, intellectual disability, conjunctivitis,
diabetes typ 1, diabetes typ 2, typ 2 diabetes, zuckerkrankheit, krebs, brustkrebs, lungenkrebs,
darmkrebs, prostatakrebs, hautkrebs, leukämie, bluthochdruck, herzinfarkt, schlaganfall,
herzinsuffizienz, epilepsie, depressionen, depression, angststörung, schizophrenie, demenz,
multipler sklerose, multiple sklerose, tuberkulose, hepatitis, migräne, magersucht, burnout,
alkoholsucht, drogensucht, rheuma, schilddrüsenunterfunktion, fehlgeburt, niereninsuffizienz,
diabète, diabète de type 2, diabète de type 1, cancer du sein, cancer du poumon, sida, vih,
tuberculose, dépression, épilepsie, schizophrénie, hypertension artérielle, asthme, avc, infarctus,
sclérose en plaques, maladie d'alzheimer, maladie de parkinson, trouble bipolaire, migraines,
leucémie,
fausse couche, insuffisance rénale, autisme, maladie de crohn, drépanocytose,
diabetes tipo 2, diabetes tipo 1, cáncer, cáncer de mama, cáncer de pulmón, cáncer de próstata,
sida,
depresión, ansiedad, epilepsia, esquizofrenia, hipertensión, hipertensión arterial, asma, ictus,
infarto, esclerosis múltiple, leucemia, migraña, anemia, insuficiencia renal, trastorno bipolar,
autismo, demencia, tuberculosis, hipotiroidismo, cirrosis, aborto,
diabete, diabete di tipo 2, diabete mellito, cancro, tumore, tumore al seno, cancro al seno,
depressione, ansia, schizofrenia, ipertensione, ipertensione arteriosa, sclerosi multipla,
emicrania,
insufficienza renale, disturbo bipolare, demenza, tubercolosi, epatite, ipotiroidismo, aborto
spontaneo,
madhumeh, sugar ki bimari, sugar ki beemari, sugar, bp ki bimari, tb ki bimari, dama, mirgi,
मधुमेह, डायबिटीज, शुगर, कैंसर, एचआईवी, एड्स, टीबी, क्षय रोग, अस्थमा, दमा, मिर्गी, उच्च रक्तचाप,
हाई बीपी, अवसाद, डिप्रेशन, हृदय रोग, दिल का दौरा, लकवा, पीलिया, मलेरिया, डेंगू, टाइफाइड, थायराइड,
गुर्दे की बीमारी
"""
"""Conditions that people have."""

STATES = """
diabetic, type 2 diabetic, type 1 diabetic, asthmatic, epileptic, autistic, bipolar, schizophrenic,
pregnant, weeks pregnant, months pregnant, hiv positive, hiv negative, hiv+, covid positive,
disabled, blind, deaf, hard of hearing, visually impaired, hearing impaired, infertile, anorexic,
bulimic, dyslexic, immunocompromised, immunosuppressed, clinically depressed, depressed, suicidal,
an alcoholic, alcoholic, recovering alcoholic, obese, paraplegic, quadriplegic, paralysed,
paralyzed,
wheelchair bound, a wheelchair user, wheelchair user, lactose intolerant, coeliac, celiac, anemic,
anaemic, terminally ill, mentally ill, hypertensive, in remission, cancer free, menopausal,
neurodivergent, vaccinated, unvaccinated, an amputee, a cancer survivor, cancer survivor,
schwanger, schwerbehindert, behindert, querschnittsgelähmt, gehörlos, taub, alkoholabhängig,
drogenabhängig, depressiv, diabetiker, diabetikerin, hiv positiv, krebskrank, epileptikerin,
epileptiker, autistisch, asthmatiker, suizidgefährdet, schizophren, dement,
enceinte, diabétique, asthmatique, épileptique, séropositif, séropositive, handicapé, handicapée,
aveugle, sourd, sourde, dépressif, dépressive, bipolaire, autiste, alcoolique,
embarazada, diabético, diabética, asmático, asmática, epiléptico, epiléptica, seropositivo,
seropositiva, discapacitado, discapacitada, ciego, ciega, sordo, sorda, alcohólico, alcohólica,
incinta, diabetico, diabetica, asmatico, asmatica, epilettico, epilettica, sieropositivo,
sieropositiva, disabile, cieco, cieca, sordo, bipolare, autistico, autistica, alcolista,
गर्भवती, विकलांग, दिव्यांग, अंधा, बहरा, garbhvati, viklang, divyang
"""
"""What somebody is, of health."""

SUFFIXES = (
    "itis", "osis", "oma", "emia", "aemia", "pathy", "algia", "plegia", "uria", "phrenia",
    "dystrophy", "rrhea", "rrhoea", "sclerosis", "phobia", "penia", "opia", "paresis", "thyroidism",
    "carcinoma", "embolism", "ämie", "pathie", "algie",
)  # fmt: skip
"""Ends of names of conditions, in Greek and Latin, that English, German and others share."""

_NOT_CONDITIONS_TEXT = """
aroma diploma soma roma oklahoma axioma idioma genoma academia bohemia sympathy empathy apathy
telepathy nostalgia diagnosis prognosis hypnosis osmosis symbiosis metamorphosis mitosis meiosis
utopia dystopia ethiopia philanthropia copia persona chroma stroma plasma homeopathy osteopathy
naturopathy photosynthesis apotheosis gnosis tacoma sonoma alma puma coma-separated empathie
sympathie telepathie homöopathie akademie nostalgie
"""
NOT_CONDITIONS = frozenset(_NOT_CONDITIONS_TEXT.split())
"""Words with such an end that name no condition."""

MEDICINES = """
metformin, insulin, lantus, humalog, ozempic, wegovy, semaglutide, mounjaro, tirzepatide,
glimepiride,
gliclazide, sitagliptin, empagliflozin, atorvastatin, rosuvastatin, simvastatin, lipitor,
lisinopril,
ramipril, enalapril, losartan, telmisartan, valsartan, amlodipine, bisoprolol, metoprolol, atenolol,
propranolol, hydrochlorothiazide, furosemide, spironolactone, warfarin, apixaban, eliquis,
rivaroxaban,
xarelto, clopidogrel, aspirin, sertraline, zoloft, fluoxetine, prozac, citalopram, escitalopram,
lexapro, paroxetine, venlafaxine, effexor, duloxetine, bupropion, wellbutrin, mirtazapine,
amitriptyline, quetiapine, seroquel, olanzapine, risperidone, aripiprazole, abilify, clozapine,
lithium, lamotrigine, valproate, levetiracetam, keppra, carbamazepine, gabapentin, pregabalin,
lyrica, topiramate, alprazolam, xanax, clonazepam, diazepam, valium, lorazepam, ativan, zolpidem,
ambien, methylphenidate, ritalin, concerta, adderall, vyvanse, atomoxetine, levothyroxine,
synthroid,
thyronorm, eltroxin, carbimazole, omeprazole, pantoprazole, prednisone, prednisolone, dexamethasone,
methotrexate, adalimumab, humira, etanercept, infliximab, hydroxychloroquine, salbutamol, albuterol,
ventolin, montelukast, truvada, biktarvy, descovy, tenofovir, dolutegravir, efavirenz, prep,
antiretrovirals, antidepressants, antipsychotics, beta blockers, blood thinners, statins,
chemotherapy,
chemo, radiotherapy, dialysis, methadone, buprenorphine, suboxone, naltrexone, oxycodone, oxycontin,
hydrocodone, vicodin, tramadol, morphine, fentanyl, codeine, tamoxifen, letrozole, imatinib,
herceptin, clomid, letrozol, estradiol, testosterone, hrt, birth control, the pill, mifepristone,
misoprostol, viagra, sildenafil, tadalafil, cialis, amoxicillin, azithromycin, doxycycline,
rifampicin,
isoniazid, antidepressiva, blutdrucksenker, antidépresseurs, antidepresivos, antidepressivi
"""
"""Medicines and treatments that tell what somebody has."""

PROCEDURES = """
chemotherapy, chemo, radiotherapy, radiation therapy, dialysis, bypass surgery, heart surgery,
open heart surgery, a hysterectomy, hysterectomy, a mastectomy, mastectomy, a vasectomy, vasectomy,
a c section, c section, ivf, an abortion, abortion, a kidney transplant, kidney transplant,
liver transplant, heart transplant, bone marrow transplant, knee replacement, hip replacement,
a colonoscopy, colonoscopy, a biopsy, biopsy, an angioplasty, angioplasty, a stent, amputation,
gender reassignment surgery, gender affirming surgery, top surgery, bariatric surgery,
gastric bypass, rehab, detox, electroconvulsive therapy, appendectomy, tonsillectomy, cataract
surgery
"""
"""What is done to patients."""
