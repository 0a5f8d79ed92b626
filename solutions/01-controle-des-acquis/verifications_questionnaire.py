"""Checks of the answers to the questionnaire, made from `questions.toml`: never edited by hand."""

from atelier import Dictionnaire, enregistree, reponse_donnee, verification
from atelier.learner.quiz import juger


CLE_1 = {
    "genre": "choix",
    "justes": [
        "f8e37c"
    ],
    "options": {
        "4cf58b": {
            "texte": "Je relance cette cellule : les résultats affichés sont en mémoire.",
            "explication": "L’affichage est une photo rangée dans le fichier. La mémoire, elle, s’est vidée avec la coupure : il faut refaire les calculs.",
            "meprise": "affichage-est-memoire"
        },
        "f8e37c": {
            "texte": "J’exécute de nouveau toutes les cellules, depuis le haut.",
            "explication": "Le fichier garde le texte, le code et l’affichage, mais la mémoire est vide. Exécuter toutes les cellules, depuis le haut, la remplit."
        },
        "c3ec9f": {
            "texte": "Je recopie cette cellule dans un carnet neuf, où elle marchera.",
            "explication": "Cette cellule emploie un nom qu’une autre a créé, plus haut. Seule, elle ne le trouvera nulle part : commencez par le haut.",
            "meprise": "cellule-seule"
        },
        "e4e108": {
            "texte": "Je recommence tout le travail : la coupure a abîmé ce carnet.",
            "explication": "Rien n’est abîmé : ce qui était enregistré est là. Le message dit seulement que la mémoire est vide.",
            "meprise": "erreur-est-panne"
        }
    }
}


@verification("acquis-a-carnet", partie=1)
def question_1(reponses_carnet: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_carnet, "a-carnet-1", 1)
    ### BEGIN HIDDEN TESTS
    juger(1, donnee, CLE_1)
    ### END HIDDEN TESTS
    return enregistree(1)


CLE_11 = {
    "genre": "nombre",
    "explication": "Le numéro dit l’ordre d’exécution : d’abord 425, puis 325, puis 250. La dernière valeur rangée avant print est 250, même si elle est en haut de la page.",
    "nombre": 250.0,
    "tolerance": 0.0,
    "unite": "",
    "pieges": [
        {
            "valeur": 325,
            "meprise": "page-est-execution"
        },
        {
            "valeur": 425,
            "meprise": "premiere-valeur-gardee"
        }
    ]
}


@verification("acquis-a-carnet", partie=2)
def question_11(reponses_carnet: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_carnet, "a-carnet-2", 11)
    ### BEGIN HIDDEN TESTS
    juger(11, donnee, CLE_11)
    ### END HIDDEN TESTS
    return enregistree(11)


CLE_2 = {
    "genre": "choix-multiple",
    "justes": [
        "8b604e",
        "d71d84"
    ],
    "options": {
        "8b604e": {
            "texte": "Un tableau CSV, sous licence CC BY : il faut citer la source.",
            "explication": "Un CSV sous CC BY est ouvert : la machine le lit, et chacun peut le réutiliser. Devoir citer la source est une condition admise."
        },
        "e3d4b1": {
            "texte": "Un tableau CSV sur le site d’un ministère, sans licence.",
            "explication": "Le format est bon, mais sans licence vous n’avez pas le droit écrit de réutiliser. Demandez une licence au producteur.",
            "meprise": "en-ligne-est-ouvert"
        },
        "de5ed2": {
            "texte": "Une carte gratuite, dont la licence interdit l’usage commercial.",
            "explication": "Gratuit ne suffit pas : une donnée ouverte se réutilise pour tout usage. Un journal qui vend des abonnements pourrait en être exclu.",
            "meprise": "gratuit-est-ouvert"
        },
        "d71d84": {
            "texte": "Des contours en GeoJSON, placés dans le domaine public (CC0).",
            "explication": "Des contours en GeoJSON sous CC0 sont ouverts : CC0 n’impose rien, et la machine lit ce format."
        },
        "905d6d": {
            "texte": "Un rapport sous CC BY, dont les tableaux sont des images.",
            "explication": "La licence est bonne, mais la machine n’y voit qu’une image. Une donnée ouverte se lit ligne par ligne : demandez le tableau.",
            "meprise": "pdf-lisible"
        }
    }
}


@verification("acquis-a-source", partie=1)
def question_2(reponses_source: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_source, "a-source-1", 2)
    ### BEGIN HIDDEN TESTS
    juger(2, donnee, CLE_2)
    ### END HIDDEN TESTS
    return enregistree(2)


CLE_12 = {
    "genre": "choix",
    "justes": [
        "1c30ab"
    ],
    "options": {
        "8dd78c": {
            "texte": "pd.read_csv(\"internet.csv\", sep=\";\")",
            "explication": "Les colonnes sont bien séparées, mais « 20,7 » reste un texte : pandas attend un point. Ajoutez decimal=\",\".",
            "meprise": "virgule-decimale"
        },
        "f15fdb": {
            "texte": "pd.read_csv(\"internet.csv\", sep=\",\", decimal=\".\")",
            "explication": "Ici la virgule marque la décimale : elle couperait 20,7 en deux. Regardez la première ligne : c’est « ; » qui sépare.",
            "meprise": "separateur-virgule"
        },
        "2e0383": {
            "texte": "pd.read_csv(\"internet.csv\", sep=\";\", encoding=\"cp1252\")",
            "explication": "L’encodage dit comment lire les lettres, comme le é de Bénin. Il ne fait pas un nombre de « 20,7 ».",
            "meprise": "encodage-repare-tout"
        },
        "1c30ab": {
            "texte": "pd.read_csv(\"internet.csv\", sep=\";\", decimal=\",\")",
            "explication": "sep dit ce qui sépare les colonnes, ici « ; ». decimal dit quel signe marque la décimale, ici la virgule. Il faut les deux."
        }
    }
}


@verification("acquis-a-source", partie=2)
def question_12(reponses_source: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_source, "a-source-2", 12)
    ### BEGIN HIDDEN TESTS
    juger(12, donnee, CLE_12)
    ### END HIDDEN TESTS
    return enregistree(12)


CLE_3 = {
    "genre": "choix",
    "justes": [
        "16f617"
    ],
    "options": {
        "d5e931": {
            "texte": "J’écris 0 dans les cases vides, pour pouvoir calculer.",
            "explication": "Latitude 0, longitude 0, c’est un point en pleine mer. Vide veut dire « on ne sait pas » : laissez la case vide.",
            "meprise": "vide-est-zero"
        },
        "bed634": {
            "texte": "Je les retire : une ligne incomplète ne sert à rien.",
            "explication": "L’établissement existe, même sans position connue. Retiré, il manquerait à vos totaux.",
            "meprise": "trou-a-jeter"
        },
        "16f617": {
            "texte": "Je les garde, cases vides, et je dis combien il y en a.",
            "explication": "On garde la ligne, on laisse la case vide, et l’on écrit combien il en manque : c’est aussi une information."
        },
        "6739fd": {
            "texte": "Je les garde ; le lecteur n’a besoin que du total.",
            "explication": "Il croirait que l’on sait tout placer. Dites ce qui manque : c’est honnête, et c’est parfois le sujet.",
            "meprise": "trou-passe-sous-silence"
        }
    }
}


@verification("acquis-a-nettoyer", partie=1)
def question_3(reponses_nettoyer: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_nettoyer, "a-nettoyer-1", 3)
    ### BEGIN HIDDEN TESTS
    juger(3, donnee, CLE_3)
    ### END HIDDEN TESTS
    return enregistree(3)


CLE_13 = {
    "genre": "code",
    "explication": "Un centre sans latitude a une case vide : isna() la repère, sum() compte. Une latitude 0, elle, est remplie : c’est l’équateur.",
    "solution": "df[\"latitude\"].isna().sum()",
    "essais": [
        {
            "df": "pd.DataFrame({'latitude': [14.72, None, 0.0, None, 12.37]})"
        },
        {
            "df": "pd.DataFrame({'latitude': [None, None, None, None, 6.13, 0.0, 0.0]})"
        }
    ],
    "pieges": [
        {
            "code": "df[\"latitude\"].count()",
            "meprise": "compte-le-plein"
        },
        {
            "code": "(df[\"latitude\"] == 0).sum()",
            "meprise": "vide-est-zero"
        },
        {
            "code": "len(df[\"latitude\"])",
            "meprise": "toute-la-table"
        },
        {
            "code": "df[\"latitude\"].isna()",
            "meprise": "masque-est-compte"
        }
    ]
}


@verification("acquis-a-nettoyer", partie=2)
def question_13(reponses_nettoyer: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_nettoyer, "a-nettoyer-2", 13)
    ### BEGIN HIDDEN TESTS
    juger(13, donnee, CLE_13)
    ### END HIDDEN TESTS
    return enregistree(13)


CLE_4 = {
    "genre": "choix",
    "justes": [
        "a10f1c"
    ],
    "options": {
        "10f0db": {
            "texte": "J’annonce la hausse : la source est reconnue, le calcul est juste.",
            "explication": "Le calcul est juste, mais un usage ne quadruple guère en un an. Souvent, c’est la façon de mesurer qui a changé : lisez la note du producteur.",
            "meprise": "saut-du-monde"
        },
        "1d4970": {
            "texte": "Je cherche quelle réforme de 2015 a provoqué cette hausse.",
            "explication": "Une réforme de la même année n’est pas forcément la cause. Et la hausse elle-même reste à vérifier : commencez par là.",
            "meprise": "correlation-cause"
        },
        "a10f1c": {
            "texte": "Je lis la note de méthode : mesure-t-on encore de la même façon ?",
            "explication": "Un saut pareil signale souvent une rupture de série : nouvelle enquête, nouvelle définition. On le vérifie d’abord, on compare après."
        },
        "add0c7": {
            "texte": "Je remplace 2014, trop basse, par la moyenne de 2013 et 2015.",
            "explication": "« Trop basse » n’est pas une preuve, et la moyenne n’a été mesurée par personne. Gardez les deux valeurs et marquez la rupture.",
            "meprise": "valeur-etrange-effacee"
        }
    }
}


@verification("acquis-a-analyser", partie=1)
def question_4(reponses_analyser: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_analyser, "a-analyser-1", 4)
    ### BEGIN HIDDEN TESTS
    juger(4, donnee, CLE_4)
    ### END HIDDEN TESTS
    return enregistree(4)


CLE_14 = {
    "genre": "code",
    "explication": "On divise les cas par la population, puis on multiplie par la base annoncée : 100 000, qui s’écrit sans espace.",
    "solution": "cas / population * 100000",
    "essais": [
        {
            "cas": "961",
            "population": "11472921"
        },
        {
            "cas": "351",
            "population": "11472921"
        }
    ],
    "pieges": [
        {
            "code": "cas / population",
            "meprise": "taux-sans-base"
        },
        {
            "code": "cas / population * 100",
            "meprise": "taux-sans-base"
        },
        {
            "code": "population / cas",
            "meprise": "division-a-l-envers"
        },
        {
            "code": "population / cas * 100000",
            "meprise": "division-a-l-envers"
        },
        {
            "code": "cas",
            "meprise": "total-et-taux"
        }
    ]
}


@verification("acquis-a-analyser", partie=2)
def question_14(reponses_analyser: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_analyser, "a-analyser-2", 14)
    ### BEGIN HIDDEN TESTS
    juger(14, donnee, CLE_14)
    ### END HIDDEN TESTS
    return enregistree(14)


CLE_5 = {
    "genre": "choix",
    "justes": [
        "627cf3"
    ],
    "options": {
        "d31af1": {
            "texte": "Rien : les chiffres exacts sont écrits au bout des barres.",
            "explication": "L’œil compare les longueurs avant de lire les chiffres : ici, trois fois plus pour deux points d’écart. Une barre part de zéro.",
            "meprise": "axe-coupe"
        },
        "627cf3": {
            "texte": "L’axe : je fais partir les deux barres de zéro.",
            "explication": "Une barre se compare par sa longueur : elle part de zéro. Coupée, elle trompe, même avec des chiffres justes."
        },
        "5ec081": {
            "texte": "Les couleurs : une teinte vive pour chacun des pays.",
            "explication": "La couleur ne corrige pas une longueur fausse. Gardez-la pour ce qui veut dire quelque chose.",
            "meprise": "couleurs-plus-clair"
        },
        "cf63ed": {
            "texte": "La forme : un camembert montre mieux les pourcentages.",
            "explication": "Un camembert partage un seul tout en morceaux. Ces deux taux ne sont pas les morceaux d’un même tout.",
            "meprise": "camembert-pour-comparer"
        }
    }
}


@verification("acquis-a-visualiser", partie=1)
def question_5(reponses_visualiser: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_visualiser, "a-visualiser-1", 5)
    ### BEGIN HIDDEN TESTS
    juger(5, donnee, CLE_5)
    ### END HIDDEN TESTS
    return enregistree(5)


CLE_15 = {
    "genre": "ordre",
    "explication": "Cherchez qui crée chaque nom : table, puis mada, puis serie, puis axe. Une ligne ne peut employer qu’un nom déjà créé.",
    "lignes": {
        "2782d2": "table = pd.read_csv(\"indicateurs.csv\")",
        "7ecce7": "mada = table[table[\"iso3\"] == \"MDG\"]",
        "cf0ccd": "serie = mada.dropna(subset=[\"internet_pct\"])",
        "362ff5": "axe = serie.plot(x=\"annee\", y=\"internet_pct\")",
        "e52c73": "axe.set_ylim(bottom=0)"
    },
    "ordres": [
        [
            "2782d2",
            "7ecce7",
            "cf0ccd",
            "362ff5",
            "e52c73"
        ]
    ],
    "meprise": "ligne-avant-source"
}


@verification("acquis-a-visualiser", partie=2)
def question_15(reponses_visualiser: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_visualiser, "a-visualiser-2", 15)
    ### BEGIN HIDDEN TESTS
    juger(15, donnee, CLE_15)
    ### END HIDDEN TESTS
    return enregistree(15)


CLE_6 = {
    "genre": "choix-multiple",
    "justes": [
        "4b4e76",
        "2ba43c"
    ],
    "options": {
        "4b4e76": {
            "texte": "Colorier chaque pays selon sa part d’internautes, en %.",
            "explication": "La couleur suit une part, en % : elle se compare d’un pays à l’autre, petit ou grand."
        },
        "64b8f2": {
            "texte": "Colorier chaque pays selon son nombre d’internautes.",
            "explication": "La carte montrerait surtout quels pays sont les plus peuplés. Divisez par la population.",
            "meprise": "total-et-taux"
        },
        "2ba43c": {
            "texte": "Hachurer les pays sans chiffre, et le dire dans la légende.",
            "explication": "Des hachures, expliquées dans la légende, montrent ce que l’on ne sait pas."
        },
        "117d6d": {
            "texte": "Donner aux pays sans chiffre la couleur la plus claire.",
            "explication": "Le lecteur y verrait le taux le plus bas. « On ne sait pas » mérite un signe à part.",
            "meprise": "manquant-est-faible"
        }
    }
}


@verification("acquis-a-cartographier", partie=1)
def question_6(reponses_cartographier: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_cartographier, "a-cartographier-1", 6)
    ### BEGIN HIDDEN TESTS
    juger(6, donnee, CLE_6)
    ### END HIDDEN TESTS
    return enregistree(6)


CLE_16 = {
    "genre": "choix",
    "justes": [
        "96f91c"
    ],
    "options": {
        "96f91c": {
            "texte": "L’ordre : la longitude, d’ouest en est, se place la première.",
            "explication": "scatter attend d’abord l’axe horizontal, donc la longitude, d’ouest en est. La latitude, du sud au nord, vient ensuite."
        },
        "bcfa39": {
            "texte": "Rien dans l’ordre : la latitude se donne toujours la première.",
            "explication": "On la dit souvent la première, mais un graphique commence par l’axe horizontal : c’est la longitude.",
            "meprise": "latitude-toujours-premiere"
        },
        "a11069": {
            "texte": "La position : je déplace ce point à la main jusqu’au bon endroit.",
            "explication": "Toutes les villes sont mal placées, pas seulement celle-ci. Corrigez la ligne de code : elle les remet toutes en place.",
            "meprise": "reparer-a-la-main"
        },
        "fbf7b3": {
            "texte": "La table : je retire cette ville, qui gêne la lecture.",
            "explication": "La ville n’y est pour rien, et vous perdriez une capitale. Cherchez d’où vient l’erreur : ici, de l’ordre.",
            "meprise": "valeur-etrange-effacee"
        }
    }
}


@verification("acquis-a-cartographier", partie=2)
def question_16(reponses_cartographier: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_cartographier, "a-cartographier-2", 16)
    ### BEGIN HIDDEN TESTS
    juger(16, donnee, CLE_16)
    ### END HIDDEN TESTS
    return enregistree(16)


CLE_7 = {
    "genre": "choix",
    "justes": [
        "9c66f5"
    ],
    "options": {
        "0b6df8": {
            "texte": "En ligne : l’État s’y engage par écrit.",
            "explication": "Une promesse ne se télécharge pas. Notez ce qui existe aujourd’hui, et revenez vérifier.",
            "meprise": "bientot-compte"
        },
        "ef59ee": {
            "texte": "En ligne : le portail et la page existent bien.",
            "explication": "Un portail est une vitrine : la page peut être vide. Ce qui compte est le fichier.",
            "meprise": "portail-est-donnees"
        },
        "9c66f5": {
            "texte": "Pas en ligne, avec l’adresse et la date de ma visite.",
            "explication": "Aujourd’hui, le fichier n’est pas en ligne. On le note avec l’adresse et la date : chacun pourra vérifier."
        },
        "b6af29": {
            "texte": "En ligne, si un blog en propose une copie.",
            "explication": "Rien ne dit que la copie est fidèle ni tenue à jour. Le recensement porte sur ce que publie le producteur.",
            "meprise": "copie-non-officielle"
        },
        "c2dd53": {
            "texte": "Rien : une page vide n’a pas sa place dans un recensement.",
            "explication": "Ce qui manque est justement une information : c’est elle qui permettra de réclamer le fichier. Notez-la.",
            "meprise": "trou-passe-sous-silence"
        }
    }
}


@verification("acquis-a-contribuer", partie=1)
def question_7(reponses_contribuer: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_contribuer, "a-contribuer-1", 7)
    ### BEGIN HIDDEN TESTS
    juger(7, donnee, CLE_7)
    ### END HIDDEN TESTS
    return enregistree(7)


CLE_17 = {
    "genre": "choix",
    "justes": [
        "9bb09f"
    ],
    "options": {
        "0f55b5": {
            "texte": "Le nouveau titre, et les mots-clés d’avant.",
            "explication": "update remplace toute la fiche : ce que l’on n’envoie pas disparaît. Pour un seul champ, prenez package_patch.",
            "meprise": "mise-a-jour-ajoute"
        },
        "9bb09f": {
            "texte": "Le nouveau titre seulement : les mots-clés sont perdus.",
            "explication": "La fiche envoyée n’a pas de mots-clés, et elle prend la place de l’ancienne : ils sont perdus. package_patch ne changerait que le titre."
        },
        "b4018d": {
            "texte": "Rien de changé : il existe maintenant une deuxième fiche.",
            "explication": "Le même identifiant désigne la même fiche : elle est changée, non copiée. package_create, lui, crée une fiche.",
            "meprise": "modifier-cree-une-copie"
        },
        "c14ed2": {
            "texte": "L’ancien titre : le portail refuse de perdre des mots-clés.",
            "explication": "Le portail exécute sans demander confirmation. Relisez la fiche après chaque envoi, et gardez une copie de l’ancienne.",
            "meprise": "la-machine-previent"
        }
    }
}


@verification("acquis-a-contribuer", partie=2)
def question_17(reponses_contribuer: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_contribuer, "a-contribuer-2", 17)
    ### BEGIN HIDDEN TESTS
    juger(17, donnee, CLE_17)
    ### END HIDDEN TESTS
    return enregistree(17)


CLE_8 = {
    "genre": "choix",
    "justes": [
        "63d882"
    ],
    "options": {
        "1e5a7c": {
            "texte": "Rien de plus : sans les noms, la table est anonyme.",
            "explication": "L’âge, le métier et le village ensemble suffisent souvent à désigner quelqu’un. Regroupez ou retirez ces détails.",
            "meprise": "sans-nom-est-anonyme"
        },
        "783424": {
            "texte": "Garder ce que le village sait déjà, retirer le reste.",
            "explication": "Connu de voisins n’est pas publié pour tous, pour toujours. Réunis en ligne, ces détails peuvent nuire.",
            "meprise": "public-sans-danger"
        },
        "63d882": {
            "texte": "Regrouper âges, lieux et dates, et voir qui reste reconnaissable.",
            "explication": "Ces détails réunis peuvent désigner quelqu’un. On les regroupe, par tranche d’âge, région et mois, puis on cherche qui reste seul dans son groupe, donc reconnaissable."
        },
        "f0996d": {
            "texte": "Retirer seulement les personnes qui ont quelque chose à se reprocher.",
            "explication": "Témoigner suffit parfois à exposer, sans avoir rien fait de mal. C’est à nous de protéger, pas aux témoins de se justifier.",
            "meprise": "rien-a-cacher"
        }
    }
}


@verification("acquis-a-proteger", partie=1)
def question_8(reponses_proteger: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_proteger, "a-proteger-1", 8)
    ### BEGIN HIDDEN TESTS
    juger(8, donnee, CLE_8)
    ### END HIDDEN TESTS
    return enregistree(8)


CLE_18 = {
    "genre": "nombre",
    "explication": "Les lignes 1 et 4 sont identiques, les lignes 2, 6 et 7 aussi. Les personnes des lignes 3 et 5 sont seules : on pourrait les reconnaître.",
    "nombre": 2.0,
    "tolerance": 0.0,
    "unite": "personnes",
    "pieges": [
        {
            "valeur": 0,
            "meprise": "colonne-par-colonne"
        },
        {
            "valeur": 4,
            "meprise": "groupes-et-personnes"
        }
    ]
}


@verification("acquis-a-proteger", partie=2)
def question_18(reponses_proteger: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_proteger, "a-proteger-2", 18)
    ### BEGIN HIDDEN TESTS
    juger(18, donnee, CLE_18)
    ### END HIDDEN TESTS
    return enregistree(18)


CLE_9 = {
    "genre": "choix",
    "justes": [
        "5933b2"
    ],
    "options": {
        "69c363": {
            "texte": "La méthode : d’où viennent les données, comment vous avez calculé.",
            "explication": "La méthode rassure qui veut vérifier, mais elle ne retient pas l’attention. Placez-la à la fin, ou derrière un lien.",
            "meprise": "methode-dabord"
        },
        "5933b2": {
            "texte": "Le constat : un chiffre daté et sourcé, puis ce que vous demandez.",
            "explication": "Le constat d’abord : qui ne lit que trois lignes doit savoir ce qui se passe, d’après qui, et ce que vous demandez."
        },
        "c17911": {
            "texte": "Le carnet : tout le code, pour que chacun puisse refaire.",
            "explication": "Le carnet sert de preuve : mettez-le en lien. Vos lecteurs ont besoin du résultat, en mots simples.",
            "meprise": "carnet-publie-entier"
        },
        "9b92a7": {
            "texte": "Une grande vidéo : plus la page est riche, plus elle convainc.",
            "explication": "Une page lourde ne s’ouvre pas, ou coûte cher en données mobiles. Un chiffre clair pèse peu et se retient.",
            "meprise": "plus-lourd-plus-beau"
        }
    }
}


@verification("acquis-a-raconter", partie=1)
def question_9(reponses_raconter: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_raconter, "a-raconter-1", 9)
    ### BEGIN HIDDEN TESTS
    juger(9, donnee, CLE_9)
    ### END HIDDEN TESTS
    return enregistree(9)


CLE_19 = {
    "genre": "nombre",
    "explication": "L’écart entre deux pourcentages se compte en points : 72,0 − 63,2 = 8,8. « 13,9 % de hausse » compare l’écart au point de départ : c’est une autre phrase.",
    "nombre": 8.8,
    "tolerance": 0.05,
    "unite": "points",
    "pieges": [
        {
            "valeur": 13.9,
            "meprise": "points-et-pourcent"
        },
        {
            "valeur": 14,
            "meprise": "points-et-pourcent"
        }
    ]
}


@verification("acquis-a-raconter", partie=2)
def question_19(reponses_raconter: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_raconter, "a-raconter-2", 19)
    ### BEGIN HIDDEN TESTS
    juger(19, donnee, CLE_19)
    ### END HIDDEN TESTS
    return enregistree(19)


CLE_10 = {
    "genre": "choix",
    "justes": [
        "8c5118"
    ],
    "options": {
        "f240b4": {
            "texte": "Choisir l’application qui servira à la collecte.",
            "explication": "L’outil vient après : il dépend de la question, des gens et de leurs téléphones. Une feuille de papier suffit parfois.",
            "meprise": "projet-est-outil"
        },
        "e3d80d": {
            "texte": "Créer un groupe de messagerie, y inviter tout le monde.",
            "explication": "Un groupe ne dit pas qui fait quoi. Un réseau tient par des rôles, des règles et un but commun.",
            "meprise": "reseau-est-liste"
        },
        "8c5118": {
            "texte": "Décider, avec les habitants, de la question et des rôles.",
            "explication": "On décide d’abord ensemble : que veut-on savoir, pour qui, et qui fait quoi ? L’outil et le budget suivent."
        },
        "29b430": {
            "texte": "Demander à chaque quartier de noter ce qui lui semble utile.",
            "explication": "Dix façons de noter ne se réunissent pas. Fixez d’abord ce que l’on note, et comment.",
            "meprise": "chacun-sa-methode"
        }
    }
}


@verification("acquis-a-organiser", partie=1)
def question_10(reponses_organiser: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_organiser, "a-organiser-1", 10)
    ### BEGIN HIDDEN TESTS
    juger(10, donnee, CLE_10)
    ### END HIDDEN TESTS
    return enregistree(10)


CLE_20 = {
    "genre": "ordre",
    "explication": "La consigne et son essai viennent avant la collecte : après, il est trop tard pour s’accorder. On réunit ensuite, et la table commune montre les contradictions.",
    "lignes": {
        "24c933": "Rédiger une consigne : colonnes, unités, semaine de relevé",
        "0bc9fa": "Essayer la consigne dans deux villes, puis la corriger",
        "7717a2": "Relever les prix dans les vingt villes",
        "5f0c9f": "Réunir les vingt tables en une seule",
        "1ad42b": "Chercher les contradictions dans la table commune"
    },
    "ordres": [
        [
            "24c933",
            "0bc9fa",
            "7717a2",
            "5f0c9f",
            "1ad42b"
        ]
    ],
    "meprise": "chacun-sa-methode"
}


@verification("acquis-a-organiser", partie=2)
def question_20(reponses_organiser: Dictionnaire) -> None:
    donnee = reponse_donnee(reponses_organiser, "a-organiser-2", 20)
    ### BEGIN HIDDEN TESTS
    juger(20, donnee, CLE_20)
    ### END HIDDEN TESTS
    return enregistree(20)
