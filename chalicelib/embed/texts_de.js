/** The component's texts in German. */

const FORMATS = "Möglich sind JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF und BMP.";

/** The same texts as in English. */
export const GERMAN = {
  locale: "de",
  prompt: "Bilder hierher ziehen",
  promptOne: "Bild hierher ziehen",
  promptTouch: "Bilder hinzufügen",
  promptTouchOne: "Bild hinzufügen",
  hint: "oder aus der Zwischenablage einfügen",
  hintOne: "oder aus der Zwischenablage einfügen",
  choose: "Bilder auswählen",
  chooseOne: "Bild auswählen",
  camera: "Foto aufnehmen",
  bytes: "Byte",

  waiting: "Wartet · {size}",
  uploading: "Wird hochgeladen · {percent} % von {size}",
  processing: "Wird verarbeitet …",
  uploaded: "Hochgeladen",
  ready: "Fertig",
  cancel: "Abbrechen",
  retry: "Erneut versuchen",
  remove: "Entfernen",
  label: "Bilder",
  labelOne: "Bild",
  progressOf: "Fortschritt von {name}",
  earlierImage: "Hochgeladenes Bild",

  addedOne: "{name} hinzugefügt",
  addedMany: "{count} Bilder hinzugefügt",
  announceUploaded: "{name} wurde hochgeladen",
  announceReady: "{name} ist fertig",
  announceFailed: "{name} ist fehlgeschlagen. {reason}",
  announceRemoved: "{name} entfernt",
  onlyOne: "Hier kann nur ein Bild hochgeladen werden.",
  tooMany: "Hier können höchstens {max} Bilder hochgeladen werden.",
  folders: "Ordner können nicht hochgeladen werden. Fügen Sie die Bilder daraus hinzu.",
  limit: "Erlaubt sind höchstens {limit}.",

  missing: "Fügen Sie ein Bild hinzu.",
  unfinished: "Warten Sie, bis das Bild vollständig hochgeladen ist.",
  unresolved: "Ein Bild konnte nicht hochgeladen werden. Entfernen Sie es, oder laden Sie es noch einmal hoch.",

  retryingOffline: "Sie sind offline. Warten auf die Verbindung …",
  retryingNetwork: "Verbindungsproblem. Neuer Versuch …",
  retryingThrottled: "Zu viele Anfragen. Neuer Versuch …",
  retryingService: "Der Dienst ist vorübergehend nicht erreichbar. Neuer Versuch …",

  otherError: "Etwas ist schiefgegangen.",
  errors: {
    animation_too_large: "Diese Animation hat insgesamt zu viele Pixel. Verwenden Sie weniger oder kleinere Einzelbilder.",
    blocked_by_policy:
      "Die Content Security Policy dieser Website blockiert den Bildspeicher. " +
      "Der Betreiber muss {origin} in connect-src aufnehmen.",
    checksum_mismatch: "Die Datei wurde beim Hochladen beschädigt. Versuchen Sie es erneut.",
    configuration_error: "Der Dienst ist nicht richtig eingerichtet. Wenden Sie sich an den Betreiber.",
    content_refused: "Dieses Bild zeigt Inhalte, die hier nicht erlaubt sind. Verwenden Sie ein anderes.",
    corrupt_image: "Diese Bilddatei ist beschädigt oder unvollständig. Verwenden Sie eine intakte Kopie.",
    empty_file: "Diese Datei ist leer. Wählen Sie eine andere.",
    endpoint_unusable: "Diese Website kann derzeit keine Bilder annehmen. Informieren Sie den Betreiber.",
    file_too_large: "Diese Datei ist zu groß. Verwenden Sie eine kleinere.",
    file_unreadable:
      "Diese Datei lässt sich nicht lesen. Vielleicht wurde sie verschoben oder geändert. Wählen Sie sie noch einmal aus.",
    form_expired: "Der Upload hat zu spät begonnen und ist nicht mehr gültig. Versuchen Sie es erneut.",
    internal_error: "Auf dem Server ist etwas schiefgegangen. Versuchen Sie es später erneut.",
    invalid_filename: "Dateien mit diesem Namen können nicht gespeichert werden. Benennen Sie die Datei um.",
    key_mismatch: "Die Datei wurde unter einem unerwarteten Namen gespeichert. Versuchen Sie es erneut.",
    network: "Die Verbindung ist fehlgeschlagen. Prüfen Sie Ihr Netz und versuchen Sie es erneut.",
    not_allowed: "Sie dürfen hier keine Bilder hochladen. Melden Sie sich an oder laden Sie die Seite neu.",
    origin_refused:
      "Der Bildspeicher nimmt keine Uploads von {origin} an. Der Betreiber dieser Website muss " +
      "„python -m ops deploy STAGE --origin {origin}“ ausführen oder den lokalen Stack mit CORS_ORIGINS={origin} " +
      "starten. Versuchen Sie es danach erneut.",
    out_of_time: "Die Verarbeitung hat zu lange gedauert. Versuchen Sie es erneut oder mit einem kleineren Bild.",
    own_output: "Diese Datei hat Darkroom aus einem anderen Bild erzeugt. Laden Sie stattdessen das Original hoch.",
    page_error: "Auf dieser Seite ist etwas schiefgegangen. Versuchen Sie es erneut oder laden Sie die Seite neu.",
    processing_failed: "Dieses Bild konnte nicht verarbeitet werden. Versuchen Sie es erneut oder fragen Sie den Betreiber.",
    quota_exceeded: "Sie haben das Upload-Limit erreicht. Versuchen Sie es später erneut.",
    service_unavailable: "Der Dienst ist vorübergehend nicht erreichbar. Versuchen Sie es gleich erneut.",
    size_mismatch: "Die hochgeladene Datei hat nicht die erwartete Größe. Versuchen Sie es erneut.",
    size_too_large: "Diese Datei ist zu groß. Verwenden Sie eine kleinere.",
    storage_refused: "Der Speicher hat die Datei abgelehnt. Versuchen Sie es erneut.",
    throttled: "Zu viele Anfragen. Warten Sie kurz und versuchen Sie es erneut.",
    too_complex: "Dieses Bild ist zu komplex. Verwenden Sie eine kleinere Version, oder speichern Sie es mit einem anderen Programm neu.",
    too_many_frames: "Diese Animation hat zu viele Einzelbilder. Verwenden Sie eine kürzere.",
    type_mismatch: "Die Datei wurde mit einem unerwarteten Dateityp hochgeladen. Versuchen Sie es erneut.",
    type_not_accepted: "Dateien dieser Art werden hier nicht angenommen. Wählen Sie eine andere.",
    unknown_preset: "Eine der gewählten Größen gibt es nicht mehr. Laden Sie die Seite neu.",
    unsupported_content_type: `Diese Datei ist kein Bild in einem unterstützten Format. ${FORMATS}`,
    unsupported_format: `Diese Datei ist kein Bild in einem unterstützten Format. ${FORMATS}`,
    upload_expired: "Die Datei ist nie angekommen. Versuchen Sie es erneut.",
    upload_not_allowed: "Sie dürfen hier keine Bilder hochladen. Melden Sie sich an oder laden Sie die Seite neu.",
  },
};
