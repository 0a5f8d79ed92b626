"""French words that make a title a sentence: verbs of news on data, and what is not one."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STEMS = _words(
    """
    accueill accus accélér affich affront aggrav aliment amput amélior approch arriv assur atteign
    attir augment avanc baiss bascul bat bloqu bond boug bénéfici cach chang chut commenc compt
    concentr condamn confirm connaiss consacr consomm continu coûte creus croiss créé culmin cumul
    cède demeur devanc devien dimin distanc divis domin doubl décol décroch décrois dégring dépass
    dépend dépens dérap désert détien détrôn dévoil effondr emploi emport encaiss enregistr envol
    excèd exist explos export fabriqu ferm figur forc frapp frein freine gagn gard grandi grignot
    grimp hauss hérit ignor import impos inqui inquièt intéress invers invest isol laiss limit livr
    mang manqu march marqu menac mobilis mont montr mult multipli nourri numéris nécess occup oubli
    ouvr paie parl partag pass pay perc perd perturb pes peupl piétin plafonn plong point port
    possèd priv produi profit progress protèg prédomin préfèr présent pèse quadrupl quintupl quitt
    raccourc raréfi rassembl rattrap recev recueill recul regroup rejoign relanc remont remplac
    rencontr renonc représent respect ressembl rest risqu réduis régress résist rétrogress réussiss
    révèl sauv scind souffr stabilis stagn suffis surpass surveill survivr sépar tard termin tien
    tomb tombe touch tourn travaill travers traîn tripl trouv tu utilis vari vers vieilli vien vis
    viv vol vot écart écoul écras égal élargi éloign élèv émett épargn épuis équival étal étend
    étouff évapor évit évolu
    """
)
"""Beginnings of verbs that news on data use; regular endings are added."""

ENDINGS = ("e", "ent", "ait", "aient", "era", "eront", "èrent", "a", "ons", "ez", "t", "s")

IRREGULAR = _words(
    """
    accroissent accroît accueille accueillent accélère accélèrent achète achètent agrandit ait
    allait apparaissent apparaît appartient appauvrit appelle appellent apprend apprennent
    atteignait atteignent atteint attend attendent aura auront avaient avait bat battent boit
    boivent chute chutent complète comprend comprennent conclut conduisent conduit connaissent
    connaît construit contiennent contient courent court couvre couvrent croient croissent croit
    croît cueille cède cèdent descend descendent devait devenait deviennent devient devra devront
    disait disent disparaissent disparaît dit doit doivent dort découvre découvrent décroît dépend
    dépendent détiennent détient détruit déçoit enrichit espère est eurent eut exclut excède
    excèdent faiblit faisaient faisait fait fallait faut fera feront finissent finit font
    fournissent fournit franchissent franchit fuient fuit furent fut grandissent grandit grimpe
    grimpent grossit gèle inclut inquiète ira iront jette lisent lit lève lèvent maintiennent
    maintient ment mentent met mettent meurent meurt mourait mène mènent naissent naît obtiennent
    obtient offre offrent ont ouvre ouvrent paie paient paraissent paraît parcourt part partait
    partent perd perdait perdent permet permettent perçoit peut peuvent plaît possède possèdent
    pourra pourront pouvait prenait prend prennent produisent produit projette protège protègent
    précède préfère préfèrent pèse pèsent rajeunit ralentissent ralentit rappelle rappellent
    recevait reconnaît rejette rejoignent rejoint rend rendent ressort ressortent reviennent revient
    reçoit reçoivent règne règnent réduisent réduit répond répondent rétrécit réussissent réussit
    révèle révèlent s'inquiète s'élargit sait savait savent sent sentent sera seront sert servent
    soit sont sort sortent souffre souffrent subissent subit suffisent suffit suit suivait suivent
    survit survivent tenait tiennent tient traduisent traduit va valait valent vaut venait vend
    vendent verra veulent veut vieillissent vieillit viennent vient vit vivaient vivait vivent
    voient voit vont voulait voyait écrit écrivent élargit élève élèvent étaient était étend
    étendent
    """
)
"""Forms that the regular endings don't give."""

ALSO_NOUNS = _words(
    """
    accueil aide arrive avance baisse bascule bat bats batt batte bond bonds cache cause change
    charge chiffre chute commence compte comptent compté concentre conduit consomme court coûte
    crédit créé créée créés culture cumule demande dit doit double dépend dépense dépenses détail
    est export exporte fabrique fabriques fait faits ferme fermes figure force forcé forme frein
    fuit gain garde hausse hérite import importe inverse ira isole limite limites lit livre livres
    manque marche marches marque men menace mens ment mesure mesures mets mise monde mont montant
    monte montent montr montre mort morts mult multiple multiples mène nombre note offre offres
    ouverte parle parole part partage parts pass passant passe passé paye pays pend perce pes peuple
    place point pointe pointent points port porte ports pos position pousse privé privée privés
    production produit produits profit profits présent présente présents pêche quitte rappel
    recherche rencontre reprise rest reste rests retard revient risque risques sent serpente simple
    soit somme sort suit survit sépare taille tailles tient tombe touche tourne traite travaille
    triple trouble tu utile utiles vent vents vers vert verte vie vise visite vit voit vol vote
    votes âge écart écarts écrit égal égale égalent élève élèves équivalent étal étend
    """
)
"""Forms that are nouns or adjectives too: verbs only after a noun, never after an article."""

NOT_VERBS_ENT = _words(
    """
    absent accent accident adolescent agent aliment argent argument arrondissement cent cent-vingt
    client compétent content continent couvent dent descendent différent document département
    excellent fréquent gouvernement incident indigent instrument logement moment monument niveau
    occident orient parent parlement patient permanent pourcent précédent présent président
    règlement récent résident segment souvent talent traitement urgent vent violent vêtement élément
    équivalent établissement événement
    """
)
"""Nouns and adjectives that end like « augmentent »."""

NOT_VERBS_AIT = _words(
    """
    attrait bienfait extrait fait lait parfait portrait retrait souhait trait
    """
)
"""Nouns that end like « augmentait »."""

OPENERS = _words(
    """
    au autre aux avec bonne ce cent ces cet cette chaque chez cinq d' dans de depuis dernier
    dernière des deux dix douze du en entre et fort forte fortes grand grande huit l' la le lent
    lente les leur leurs légère légères ma mes mon même nette nettes neuf nos notre onze ou par
    petite plusieurs pour premier premiers première premières quatre quelque quelques quinze rapide
    sa sans selon sept ses six son sous sur trente trois un une vers vingt vive vos votre à
    """
)
"""Words after which a word that may be a noun is one."""

COMPARING = (
    r"(?:plus|moins|aussi|autant|mieux|pire|davantage)\b[^.:;]{0,60}?\bqu(?:e\b|['’])",
    r"\b(?:multipli|divis)ée?s? par\b",
    r"\b(?:coude[- ]à[- ]coude|à égalité|ex[- ]æquo|au point mort)\b",
    r"^(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d+) [^:,.]{3,40} (?:pour|contre|sur) "
    r"(?!1\s?0*\b|1\s000|100\s000)\d",
    r"\bloin (?:derrière|devant|de|des|du)\b",
    r"\bau[- ]dess(?:us|ous) d",
    r"\bsous (?:la|les|le) (?:moyenne|médiane|seuil|barre)\b",
    r"\ben (?:tête|retard|avance|recul|hausse|baisse|chute|progression|queue)\b",
    r"\bà la (?:traîne|hausse|baisse|peine)\b",
    r"\b(?:de plus en plus|de moins en moins|toujours (?:plus|moins)|jamais|record|lanterne rouge)\b",
    r"\b(?:premier|première|dernier|dernière|deuxième|seul|seule|seuls|seules)s? (?:de|du|des|d['’]|en"
    r"|à|devant|derrière|pays|ville|région|sur)",
    r"^(?:seuls?|seules?|presque|à peine|rares?|trop|aucune?|peu d|beaucoup)\b",
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent) fois\b",
    r"\b(?:la moitié|le quart|un quart|le tiers|un tiers|deux tiers|trois quarts|la plupart|"
    r"la majorité|le double|le triple)\b",
    r"\b(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf)\b[^.:;]{0,40} sur (?:deux|trois|quatre|"
    r"cinq|six|sept|huit|neuf|dix|vingt|cent|mille)\b",
    r"\b(?:le|la|les|l['’]\w+) (?:plus|moins|mieux|pire) \w+.*[:,]|[:,].*\b(?:le|la|les) (?:plus|moins)"
    r" \w+",
    r"^(?:(?:forte|nette|légère|lente|rapide|vive|petite|grande) )?(?:baisse|hausse|chute|bond|recul|"
    r"explosion|effondrement|stagnation|doublement|envolée|ralentissement|accélération) ",
)
"""Turns that compare or state without a verb."""
