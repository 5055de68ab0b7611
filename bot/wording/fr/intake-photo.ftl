# Lecture des photos et des scans de comptes rendus.

warning-read-by-eye = Lu sur une photo : comparez chaque ligne avec le papier.
unreadable-picture-format = Carnet ne sait pas ouvrir ce format d'image. Renvoyez la photo en JPEG ou en PNG, ou faites une capture d'écran.
warning-photo-cut = La photo ne montre pas toute la largeur de la page. Reprenez-la avec les quatre coins visibles.
warning-photo-unfinished = Le temps a manqué pour lire toute la photo. Renvoyez-la, ou envoyez une page à la fois.
