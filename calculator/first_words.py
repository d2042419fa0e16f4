"""What the first run says, in English and French. Nothing else: every other text is in ``calculator.locale``.

Each message reads *where: what. What to do.*
"""

from __future__ import annotations

FIRST_WORDS: dict[str, tuple[str, str]] = {
    "setting_up": (
        "First run: setting up {folder} (about 120 MB to download, one to three minutes on most connections)",
        "Première fois : préparation de {folder} (environ 120 Mo à télécharger, une à trois minutes le "
        "plus souvent)",
    ),
    "looking_up": (
        "{seconds:>4} s  looking up packages",
        "{seconds:>4} s  recherche des paquets",
    ),
    "fetching": (
        "{seconds:>4} s  fetching {name}, {size}",
        "{seconds:>4} s  téléchargement de {name}, {size}",
    ),
    "unpacking": (
        "{seconds:>4} s  unpacking {count} packages (up to a minute)",
        "{seconds:>4} s  installation de {count} paquets (une minute au plus)",
    ),
    "ready": (
        "Ready after {seconds} s. The next start is immediate.",
        "Prêt en {seconds} s. Le prochain départ sera immédiat.",
    ),
    "no_venv": (
        "Python {version}: its venv module is missing. On Debian or Ubuntu run: sudo apt install "
        "python{version}-venv; elsewhere install Python from https://www.python.org/downloads/. Then run "
        "the same command again.",
        "Python {version} : son module venv manque. Sous Debian ou Ubuntu : sudo apt install "
        "python{version}-venv ; ailleurs, installez Python depuis https://www.python.org/downloads/. Puis"
        " relancez la même commande.",
    ),
    "no_network": (
        "Internet: the packages could not be downloaded. Check the connection and run the same command "
        "again; it goes on where it stopped. It is needed only for the first run.",
        "Internet : les paquets n'ont pas pu être téléchargés. Vérifiez la connexion et relancez la même "
        "commande ; elle reprend où elle s'est arrêtée. Elle n'est nécessaire que la première fois.",
    ),
    "no_trust": (
        "Internet: a proxy or security program refused the download ({detail}). Ask whoever runs this "
        "network for pip's proxy and certificate settings, then run the same command again.",
        "Internet : un serveur mandataire ou un logiciel de sécurité a refusé le téléchargement "
        "({detail}). Demandez au responsable du réseau les réglages de pip, puis relancez la même "
        "commande.",
    ),
    "disk_full": (
        "{folder}: about {need} MB are needed and {free} MB are free. Make room on this disk and run the "
        "same command again.",
        "{folder} : il faut environ {need} Mo et il en reste {free}. Libérez de la place sur ce disque et"
        " relancez la même commande.",
    ),
    "disk_full_now": (
        "{folder}: the disk is full. Make room on this disk or in the temporary folder and run the same "
        "command again.",
        "{folder} : le disque est plein. Libérez de la place sur ce disque ou dans le dossier temporaire "
        "et relancez la même commande.",
    ),
    "read_only": (
        "{folder}: the folder .venv cannot be written here. Copy the project to a folder of your own and "
        "run the same command there.",
        "{folder} : le dossier .venv ne peut pas être écrit ici. Copiez le projet dans un dossier à vous "
        "et relancez la même commande.",
    ),
    "failed": (
        "{folder}: the packages could not be installed ({detail}). Remove the folder .venv and run the "
        "same command again; if it fails again, report these words.",
        "{folder} : les paquets n'ont pas pu être installés ({detail}). Supprimez le dossier .venv et "
        "relancez la même commande ; en cas de nouvel échec, signalez ces mots.",
    ),
    "port_taken": (
        "Port {port}: another program uses it. The app opens on port {other} instead.",
        "Port {port} : un autre programme l'utilise. L'application s'ouvre sur le port {other}.",
    ),
    "no_port": (
        "Port {first} and the nineteen after it: all are in use. Close an app that is still open, or "
        "choose a port with --port.",
        "Port {first} et les dix-neuf suivants : tous sont pris. Fermez une application encore ouverte, "
        "ou choisissez un port avec --port.",
    ),
    "installing_programs": (
        "Tests: installing {packages} for the browser and workbook tests.",
        "Tests : installation de {packages} pour les essais du navigateur et du classeur.",
    ),
    "programs_missing": (
        "Tests: {packages} not found; the tests that need them are skipped. To run them: {line}",
        "Tests : {packages} introuvable ; les essais qui en ont besoin sont sautés. Pour les lancer : {line}",
    ),
    "stopped": (
        "Stopped. Run the same command to go on.",
        "Arrêté. Relancez la même commande pour continuer.",
    ),
}
