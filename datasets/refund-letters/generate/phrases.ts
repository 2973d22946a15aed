import type { Language } from "./kinds.ts";

/** What is asked for, how letters begin and end, and what else people say. */
export const WISH = {
  money: {
    en: ["I would like my money back.", "Please refund me.", "A refund would be best."],
    de: ["Bitte erstatten Sie mir den Betrag.", "Ich möchte mein Geld zurück."],
    es: ["Quiero que me devuelvan el dinero."],
  },
  again: {
    en: ["Please send me a new one.", "Could you send a replacement?", "I still want it, so please send another one."],
    de: ["Bitte schicken Sie mir Ersatz."],
    es: ["Envíenme otro, por favor."],
  },
} as const;

export const OPENING = {
  en: ["Hello,", "Hi,", "Dear team,", "Good morning,", ""],
  de: ["Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,"],
  es: ["Hola:", "Buenos días:"],
} as const;

export const CLOSING = {
  en: ["Kind regards,", "Thanks,", "Best,", "Regards,"],
  de: ["Viele Grüße,", "Mit freundlichen Grüßen,"],
  es: ["Un saludo,", "Gracias,"],
} as const;

export const ASIDES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "I have been a customer for years.",
    "I am away from Thursday on, so please be quick.",
    "You can also ring me in the evening.",
    "By the way, your website kept losing my basket.",
    "My sister ordered the same and had no trouble at all.",
    "I hope this does not take as long as last time.",
  ],
  de: [
    "Ich bin ab Donnerstag im Urlaub.",
    "Sonst bin ich mit Ihnen immer zufrieden gewesen.",
    "Sie erreichen mich am besten abends.",
  ],
  es: ["Llevo años comprando aquí.", "Me voy de viaje el jueves."],
};

export const NAMES = [
  "Alba",
  "Anneke",
  "Bruno",
  "Carla",
  "Dmitri",
  "Elena",
  "Fatima",
  "Georg",
  "Hanna",
  "Ines",
  "Jonas",
  "Karim",
  "Lena",
  "Marek",
  "Nora",
  "Oskar",
  "Pilar",
  "Quentin",
  "Rosa",
  "Samir",
  "Tilda",
  "Ugo",
  "Vera",
  "Wim",
  "Yara",
  "Zoe",
] as const;
