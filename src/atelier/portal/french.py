"""CKAN's short messages in French, as its `/fr/` addresses say them.

A message without a line here stays in English, as it does on a real CKAN 2.11.
"""

FRENCH = {
    "License not specified": "Licence non spécifiée",
    "Other (Open)": "Autre (Ouvert)",
    "Other (Public Domain)": "Autre (Domaine Public)",
    "Other (Attribution)": "Autre (Attribution)",
    "Creative Commons Non-Commercial (Any)": (
        "Creative Commons Non-Commercial (n'importe laquelle)"
    ),
    "Other (Non-Commercial)": "Autre (Non-Commercial)",
    "Other (Not Open)": "Autre (Fermé)",
    "Access denied": "Accès non autorisé",
    "Admin": "Administrateur",
    "An organization must be provided": "Une référence à une organisation doit être fournie",
    "Bad request": "Requête incorrecte",
    'Could not find tag "%s"': 'Impossible de trouver le tag "%s"',
    "Could not parse as valid JSON": "JSON syntaxiquement invalide",
    "Dataset": "Jeu de données",
    "Dataset id already exists": "L'identifiant de l'ensemble de données existe déjà",
    "Datasets with no organization can't be private.": (
        "Les jeux de données n'appartenant pas à une organisation ne peuvent pas être privés."
    ),
    "Date format incorrect": "Format de date incorrect",
    'Duplicate key "%s"': 'Clé double "%s"',
    "Editor": "Éditeur",
    "Edit not allowed as it looks like spam. Please avoid links in your description.": (
        "La modification n'est pas autorisée car elle ressemble à du spam. "
        "Merci d'éviter les liens dans votre description."
    ),
    "Email %s is not a valid format": "Le courriel %s n'est pas au bon format",
    "Group": "Groupe",
    "Group name already exists in database": (
        "Le nom de groupe existe déjà dans la base de données"
    ),
    "Group not found": "Groupe introuvable",
    "Group was not found.": "Groupe introuvable.",
    "Have to be logged in to edit user": "Vous devez vous identifier pour modifier l'utilisateur",
    "Invalid integer": "Nombre entier invalide",
    "JSON Error: %s": "Erreur JSON : %s",
    "Member": "Membre",
    "Missing value": "Valeur manquante",
    "Must be <field>:<value> pair(s)": "Paire(s) de <field>:<value> obligatoire",
    "Must be a natural number": "Ce doit être un nombre naturel",
    "Must be at least %s characters long": "Doit contenir au moins %s caractères",
    "Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_": (
        "Doit contenir uniquement des caractères alphanumériques en minuscules (ascii) "
        "et ces symboles : -_"
    ),
    'Name "%s" length is less than minimum %s': (
        'La longueur du nom "%s" est inférieure au minimum %s'
    ),
    'Name "%s" length is more than maximum %s': (
        'La longueur du nom "%s" est supérieur au maximum %s'
    ),
    "Name must be a maximum of %i characters long": (
        "Le nom doit être d'une longueur inférieur à %i caractères"
    ),
    "Names must be strings": "Les noms doivent être des chaînes de caractères",
    "No dataset id provided, cannot check auth.": (
        "Aucun identifiant de jeu de données fourni, impossible de vérifier l'authentification."
    ),
    "No package found for this resource, cannot check auth.": (
        "Pas de jeu de données trouvé pour cette ressource, "
        "impossible de vérifier l'authentification."
    ),
    "Not a list": "Ce n'est pas une liste",
    "Not a string": "Ce n'est pas une chaîne de caractères",
    "Not authorized": "Non autorisé",
    "Not found": "Indisponible",
    "Organization cannot be deleted while it still has datasets": (
        "L'organisation ne peut être supprimée tant qu'elle a des jeux de données."
    ),
    "Organization does not exist": "Cette organisation n'existe pas",
    "Organization not found": "Organisation non trouvée",
    "Organization was not found.": "Organisation introuvable",
    "Package was not found.": "Jeu de données introuvable.",
    "Parameter is not an bool": "Le paramètre n'est pas un booléen",
    "Passwords must be strings": "Les mots de passe doivent être des chaînes de caractères",
    "Please enter an integer value": "Vous devez saisir un nombre entier",
    "Resource": "Ressource",
    "Resource was not found.": "Ressource introuvable.",
    'Tag "%s" length is less than minimum %s': (
        'La longueur du mot-clé "%s" est inférieure au minimum requis (%s)'
    ),
    'Tag "%s" length is more than maximum %i': (
        'La longueur du mot-clé "%s" est supérieure à la longueur maximale %i'
    ),
    "Tag vocabulary was not found.": "Ce vocabulaire de mots-clés n'a pas été trouvé.",
    "That URL is already in use.": "Cette URL est déjà utilisée.",
    "That group name or ID does not exist.": (
        "Ce groupe d'utilisateur ou cet identifiant n'existe pas."
    ),
    "That login name can not be modified.": "L'identifiant de connexion ne peut pas être modifié.",
    "That login name is not available.": "Ce nom d'utilisateur n'est pas disponible.",
    "That name cannot be used": "Ce nom ne peut pas être utilisé",
    "The input field %s was not expected.": "Le champ saisi %s n'était pas attendu.",
    "There is a schema field with the same name": "Il y a un champ de schéma avec le même nom",
    "User": "Utilisateur",
    "User %s does not exist.": "L'utilisateur %s n'existe pas.",
    "User %s not authorized to add dataset to this organization": (
        "L'utilisateur %s n'est pas autorisé à ajouter un jeu de données à cette organisation"
    ),
    "User %s not authorized to add members": (
        "L'utilisateur  %s n'est pas autorisé à ajouter des membres"
    ),
    "User %s not authorized to create groups": (
        "L'utilisateur %s n'est pas autorisé à créer ces groupes"
    ),
    "User %s not authorized to create organizations": (
        "L'utilisateur %s n'est pas autorisé à créé  des organisations"
    ),
    "User %s not authorized to create packages": (
        "L'utilisateur %s n'est pas autorisé à enregistrer des jeux de données"
    ),
    "User %s not authorized to create resources on dataset %s": (
        "Utilisateur %s non autorisé à créer des ressources sur le jeu de données %s"
    ),
    "User %s not authorized to create users via the API": (
        "L'utilisateur %s n'est pas autorisé à créer des utilisateurs via l'API"
    ),
    "User %s not authorized to delete group %s": (
        "L'utilisateur %s n'est pas autorisé à supprimer le groupe %s"
    ),
    "User %s not authorized to delete organization %s": (
        "L'utilisateur %s n'est pas autorisé à supprimer l'organisation %s"
    ),
    "User %s not authorized to delete resource %s": (
        "L'utilisateur %s n'est pas autorisé à supprimer  la ressource %s"
    ),
    "User %s not authorized to edit group %s": (
        "L'utilisateur %s n'est pas autorisé à modifier le groupe %s"
    ),
    "User %s not authorized to edit organization %s": (
        "L'utilisateur %s n'est pas autorisé à modifier l'organisation %s"
    ),
    "User %s not authorized to edit package %s": (
        "L'utilisateur %s n'est pas autorisé à modifier le jeu de données %s"
    ),
    "User %s not authorized to edit resource %s": (
        "L'utilisateur %s n'est pas autorisé à modifier la ressource %s"
    ),
    "User %s not authorized to edit these groups": (
        "L'utilisateur %s n'est pas autorisé à modifier ces groupes"
    ),
    "User %s not authorized to edit user %s": (
        "L'utilisateur %s n'est pas autorisé à modifier l'utilisateur %s"
    ),
    "User %s not authorized to read group %s": "Utilisateur %s non autorisé à lire le groupe %s",
    "User %s not authorized to read package %s": (
        "L'utilisateur %s n'est pas autorisé à lire le jeu de données %s"
    ),
    "User %s not authorized to read resource %s": (
        "L'utilisateur %s n'est pas autorisé à lire la ressource %s"
    ),
    "User names must be strings": (
        "Les noms d'utilisateurs doivent être des chaînes de caractères"
    ),
    "User not found": "Utilisateur introuvable",
    "Version must be a maximum of %i characters long": (
        "La version ne doit pas être plus longue que %i caractère"
    ),
    "You cannot add a dataset to this organization": (
        "Vous ne pouvez pas ajouter un jeu de données à cette organisation"
    ),
    "Your password must be 8 characters or longer": (
        "Votre mot de passe doit comporter au moins 8 caractères."
    ),
    "id not in data": "cet identifiant n'est pas dans la donnée",
    "role does not exist.": "Ce rôle n'existe pas",
}


def translate(message: str, lang: str) -> str:
    """Return a message in the language of the request."""
    return FRENCH.get(message, message) if lang == "fr" else message
