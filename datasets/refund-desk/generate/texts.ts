import type { Topic } from "./desk.ts";

export type Language = "en" | "de" | "es";

/** What customers write beside the topic they chose in the form. */
export const TEXTS: Readonly<Record<Topic, Readonly<Record<Language, readonly string[]>>>> = {
  damaged: {
    en: ["It came broken, photo attached.", "Cracked on arrival. Money back, please."],
    de: ["Kam kaputt an, Foto anbei.", "Hat einen Sprung. Bitte das Geld zurück."],
    es: ["Llegó roto, adjunto foto.", "Tiene una grieta. Quiero el dinero."],
  },
  late: {
    en: ["A week late. I paid for express.", "It came far too late for the party."],
    de: ["Eine Woche zu spät, trotz Eilversand.", "Kam viel zu spät zum Fest."],
    es: ["Una semana tarde, y pagué urgente.", "Llegó tarde para la fiesta."],
  },
  returned: {
    en: ["Sent back last week.", "You have had my parcel since Monday."],
    de: ["Letzte Woche zurückgeschickt.", "Mein Paket ist seit Montag bei Ihnen."],
    es: ["Lo devolví la semana pasada.", "Tienen mi paquete desde el lunes."],
  },
  "charged-twice": {
    en: ["Charged twice for one order.", "The same sum left my account two times."],
    de: ["Doppelt abgebucht.", "Der Betrag ging zweimal ab."],
    es: ["Me cobraron dos veces.", "El mismo importe salió dos veces."],
  },
  address: {
    en: ["Please send it here instead.", "We moved, new address below."],
    de: ["Bitte hierhin schicken.", "Wir sind umgezogen."],
    es: ["Envíenlo aquí, por favor.", "Nos mudamos, nueva dirección."],
  },
  close: {
    en: ["Please close my account.", "I do not want the account any more."],
    de: ["Bitte mein Konto schließen.", "Ich brauche das Konto nicht mehr."],
    es: ["Cierren mi cuenta, por favor.", "Ya no quiero la cuenta."],
  },
  delivery: { en: ["When does it come?"], de: ["Wann kommt es?"], es: ["¿Cuándo llega?"] },
  invoice: { en: ["I need an invoice."], de: ["Ich brauche eine Rechnung."], es: ["Necesito una factura."] },
  sizes: { en: ["Which size fits a bed of 140?"], de: ["Welche Größe passt für 140?"], es: ["¿Qué talla va para 140?"] },
  complaint: {
    en: ["Four calls and nobody helped. I am disappointed."],
    de: ["Vier Anrufe, keine Hilfe. Ich bin enttäuscht."],
    es: ["Cuatro llamadas y nadie ayudó. Qué decepción."],
  },
  legal: {
    en: ["You will hear from my lawyer."],
    de: ["Sie hören von meinem Anwalt."],
    es: ["Tendrán noticias de mi abogado."],
  },
  thanks: { en: ["Thank you, all good!"], de: ["Danke, alles gut!"], es: ["¡Gracias, todo bien!"] },
};

/** What follows where the data is to be erased as well. */
export const ERASE: Readonly<Record<Language, string>> = {
  en: "And erase my data.",
  de: "Und meine Daten löschen.",
  es: "Y borren mis datos.",
};

const HOME = { streets: ["Elm Street", "Harbour Road", "Mill Lane", "Church View"], cities: ["Cork", "Galway", "Sligo"] };
const ABROAD = [
  { country: "AT", streets: ["Lindengasse", "Feldweg", "Am Markt"], cities: ["Linz", "Wien", "Graz"] },
  { country: "ES", streets: ["Calle Mayor", "Calle Sol", "Avenida del Mar"], cities: ["Madrid", "Vigo", "Toledo"] },
];
export const PLACES = { HOME, ABROAD };
