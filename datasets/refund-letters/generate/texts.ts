import type { Kind, Language } from "./kinds.ts";

/** Subjects and bodies by kind of letter; {item}, {order}, {days} and {amount} are filled in. */
export const TEXTS: Readonly<
  Record<Kind, Readonly<Record<Language, { readonly subjects: readonly string[]; readonly bodies: readonly string[] }>>>
> = {
  "broken, shown": {
    en: {
      subjects: ["Arrived broken", "{item} damaged", "Broken on arrival, photos attached", "Order {order}: damaged"],
      bodies: [
        "The {item} from order {order} arrived in pieces. I have attached two photos so you can see for yourselves.",
        "I opened the parcel last night and the {item} has a crack right through it. Photo attached.",
        "Your courier must have thrown it. The {item} is badly dented, see the picture I attached. The box looked fine, oddly enough.",
        "My {item} came with a broken edge. It was a present, so this is rather embarrassing. Pictures are attached.",
      ],
    },
    de: {
      subjects: ["{item} kaputt angekommen", "Beschädigte Lieferung {order}"],
      bodies: [
        "die Ware ({item}) aus Bestellung {order} kam zerbrochen bei mir an. Fotos habe ich angehängt.",
        "beim Auspacken war leider ein tiefer Riss zu sehen ({item}). Im Anhang finden Sie zwei Bilder.",
      ],
    },
    es: {
      subjects: ["{item}: llegó roto", "Pedido {order} dañado"],
      bodies: [
        "el artículo ({item}) del pedido {order} llegó roto. Adjunto fotos.",
        "al abrir el paquete vi que estaba rajado ({item}). Le mando una foto adjunta.",
      ],
    },
  },
  "broken, not shown": {
    en: {
      subjects: ["Damaged item", "Problem with my {item}", "{order}"],
      bodies: [
        "The {item} I got from you is damaged. What happens now?",
        "Unfortunately the {item} (order {order}) does not look right, there is a crack on one side. Not what I paid for.",
        "One of the things in order {order} came broken, the {item}. I threw the box away already, sorry.",
      ],
    },
    de: {
      subjects: ["Ware defekt"],
      bodies: [
        "die Ware ({item}) aus {order} ist beschädigt. Was soll ich jetzt machen?",
        "leider ist die Ware ({item}) kaputt angekommen. Bitte um Rückmeldung.",
      ],
    },
    es: { subjects: ["Artículo dañado"], bodies: ["el artículo ({item}) está dañado. ¿Qué hago ahora?"] },
  },
  "wrong article": {
    en: {
      subjects: ["Wrong item", "This is not what I ordered", "Mix-up with {order}"],
      bodies: [
        "I ordered a {item} and you sent me something else entirely. Please send the right one.",
        "The parcel for {order} held somebody else's things, there was no {item} in it at all. Wrong item!",
        "You must have mixed up two parcels: I received the wrong item instead of the {item}.",
      ],
    },
    de: {
      subjects: ["Falscher Artikel"],
      bodies: [
        "statt der Ware ({item}) habe ich den falschen Artikel bekommen. Bitte schicken Sie das Richtige.",
        "in dem Paket zu {order} war etwas ganz anderes, falsch geliefert.",
      ],
    },
    es: {
      subjects: ["Artículo equivocado"],
      bodies: ["pedí {item} y me llegó un artículo equivocado. Envíen el correcto, por favor."],
    },
  },
  lost: {
    en: {
      subjects: ["Where is my order?", "Never arrived", "{order} still not here", "Parcel lost?"],
      bodies: [
        "Order {order} was sent {days} days ago and never arrived. The tracking has not moved since.",
        "I have been waiting {days} days for my {item}. The carrier says the parcel is lost.",
        "Still nothing! {days} days since you shipped the {item}. It never arrived and my neighbours do not have it.",
      ],
    },
    de: {
      subjects: ["Paket nicht angekommen", "Wo bleibt {order}?"],
      bodies: [
        "meine Bestellung {order} ist seit {days} Tagen unterwegs und nie angekommen.",
        "das Paket mit der Ware ({item}) gilt beim Zusteller als verloren, seit {days} Tagen warte ich.",
      ],
    },
    es: {
      subjects: ["No ha llegado"],
      bodies: [
        "hace {days} días que enviaron el pedido {order} y nunca llegó.",
        "el transportista dice que el paquete ({item}) está perdido.",
      ],
    },
  },
  "on its way": {
    en: {
      subjects: ["When will it arrive?", "Delivery date", "{order}"],
      bodies: [
        "Just wondering when the {item} will get here, you shipped it {days} days ago.",
        "Could you tell me when to expect order {order}? The tracking says it is on its way.",
        "Is there a delivery date for my {item} yet? No hurry, I would only like to be at home.",
      ],
    },
    de: {
      subjects: ["Liefertermin"],
      bodies: [
        "wann kommt die Ware ({item}) ungefähr an? Sie wurde vor {days} Tagen verschickt.",
        "gibt es schon einen Liefertermin für {order}?",
      ],
    },
    es: { subjects: ["Fecha de entrega"], bodies: ["¿cuándo llegará el pedido {order}? Según el seguimiento está en camino."] },
  },
  "sent back": {
    en: {
      subjects: ["Refund for my return", "Return {order}", "Money back?"],
      bodies: [
        "I sent the {item} back and your tracking says you have received it. When do I get my money back?",
        "My return for {order} reached you last week. I have not seen the money for the {item} so far.",
        "You confirmed that the returned {item} arrived at your warehouse. Please pay it back now.",
      ],
    },
    de: {
      subjects: ["Rücksendung {order}"],
      bodies: [
        "meine Rücksendung ({item}) ist laut Sendungsverfolgung bei Ihnen. Wann kommt das Geld zurück?",
        "die zurückgeschickte {item} haben Sie erhalten, das Geld fehlt noch.",
      ],
    },
    es: {
      subjects: ["Devolución {order}"],
      bodies: ["devolví el artículo ({item}) y ya lo han recibido. ¿Cuándo me devuelven el dinero?"],
    },
  },
  "wants to send back": {
    en: {
      subjects: ["Returning the {item}", "How do I return this?", "Changed my mind"],
      bodies: [
        "The {item} is nice enough but it does not fit our room. How can I return it?",
        "I changed my mind about the {item}. I would like to return it, it is unused.",
        "Wrong colour for us, I am afraid. What do I have to do to return the {item} from {order}?",
      ],
    },
    de: {
      subjects: ["Widerruf", "Rückgabe"],
      bodies: [
        "die Ware ({item}) passt leider nicht. Wie kann ich sie zurückgeben?",
        "ich möchte {order} widerrufen und die Ware ({item}) zurückgeben.",
      ],
    },
    es: { subjects: ["Devolver {item}"], bodies: ["quisiera devolver el artículo ({item}), no nos queda bien. ¿Cómo lo hago?"] },
  },
  "charged twice": {
    en: {
      subjects: ["Charged twice", "Double payment for {order}", "My bank statement"],
      bodies: [
        "My card was charged twice for order {order}: {amount} euros, two times on the same day.",
        "You have taken {amount} euros twice for the {item}. Please give me the second one back.",
      ],
    },
    de: {
      subjects: ["Doppelt abgebucht"],
      bodies: ["für {order} wurden zweimal {amount} Euro abgebucht. Bitte erstatten Sie die doppelte Zahlung."],
    },
    es: { subjects: ["Cobro doble"], bodies: ["me han cobrado dos veces el pedido {order}: {amount} euros cada vez."] },
  },
  "part missing": {
    en: {
      subjects: ["Part missing", "{item} incomplete"],
      bodies: [
        "The {item} came without its screws and one part is missing, so I cannot use it. Please send what is missing.",
        "There is a part missing from the {item} in order {order}.",
      ],
    },
    de: { subjects: ["Teil fehlt"], bodies: ["bei der Ware ({item}) fehlt ein Teil, so kann ich sie nicht aufbauen."] },
    es: { subjects: ["Falta una pieza"], bodies: ["al artículo ({item}) le falta una pieza, no puedo montarlo."] },
  },
  thanks: {
    en: {
      subjects: ["Thank you", "All good now", "Re: {order}"],
      bodies: [
        "The {item} turned up this morning after all. Thank you, all good now!",
        "Just to say thank you, the {item} is lovely. Nothing else.",
        "Please ignore my last message, I found the parcel behind the shed. Thank you and sorry!",
      ],
    },
    de: { subjects: ["Danke"], bodies: ["die Ware ({item}) ist heute doch noch gekommen. Vielen Dank, alles gut!"] },
    es: { subjects: ["Gracias"], bodies: ["ya llegó el artículo ({item}). ¡Muchas gracias, todo bien!"] },
  },
  threat: {
    en: {
      subjects: ["Last warning", "Complaint", "My lawyer"],
      bodies: [
        "This is the fourth time I write about the {item}. My lawyer will be in touch if I do not hear from you by Friday.",
        "The {item} gave me an electric shock and I had to see a doctor. I want somebody responsible to call me.",
        "I have told my bank to take the payment for {order} back and I will report you to the consumer office.",
      ],
    },
    de: {
      subjects: ["Beschwerde"],
      bodies: ["wenn ich bis Freitag nichts höre, geht die Sache mit der Ware ({item}) an meinen Anwalt."],
    },
    es: { subjects: ["Reclamación"], bodies: ["si no contestan antes del viernes, mi abogado se ocupará del pedido {order}."] },
  },
  "no order named": {
    en: {
      subjects: ["My order", "Problem", "Help please"],
      bodies: [
        "Something I ordered from you came damaged and I would like my money back.",
        "I am still waiting for my parcel. Can you look into it? I do not have the order number here.",
        "I want to return the thing I bought at Christmas.",
      ],
    },
    de: {
      subjects: ["Meine Bestellung"],
      bodies: ["meine Bestellung ist nicht vollständig. Die Nummer habe ich gerade nicht zur Hand."],
    },
    es: { subjects: ["Mi pedido"], bodies: ["mi pedido llegó mal. No tengo el número aquí."] },
  },
};
