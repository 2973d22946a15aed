/** What the invented shop sells: article number, name in three languages, price in euros. */
export interface Article {
  readonly sku: string;
  readonly names: { readonly en: string; readonly de: string; readonly es: string };
  readonly price: number;
}

const LIST: readonly (readonly [string, string, string, string, number])[] = [
  ["lamp-03", "desk lamp", "Schreibtischlampe", "lámpara de mesa", 34.9],
  ["kettle-11", "kettle", "Wasserkocher", "hervidor", 42.5],
  ["mug-20", "set of mugs", "Tassenset", "juego de tazas", 24],
  ["pan-07", "frying pan", "Bratpfanne", "sartén", 39.95],
  ["vase-02", "glass vase", "Glasvase", "jarrón de cristal", 29],
  ["chair-05", "garden chair", "Gartenstuhl", "silla de jardín", 89],
  ["desk-01", "standing desk", "Stehtisch", "escritorio elevable", 279],
  ["rug-14", "wool rug", "Wollteppich", "alfombra de lana", 189],
  ["clock-09", "wall clock", "Wanduhr", "reloj de pared", 27.5],
  ["blend-04", "blender", "Standmixer", "batidora", 69.9],
  ["towel-31", "bath towels", "Badetücher", "toallas de baño", 32],
  ["shelf-06", "bookshelf", "Bücherregal", "estantería", 129],
  ["radio-12", "kitchen radio", "Küchenradio", "radio de cocina", 54.9],
  ["scale-08", "kitchen scale", "Küchenwaage", "báscula de cocina", 19.9],
  ["cover-17", "duvet cover", "Bettbezug", "funda nórdica", 45],
  ["plant-22", "plant stand", "Blumenständer", "soporte para plantas", 22.9],
  ["knife-10", "knife set", "Messerset", "juego de cuchillos", 74.5],
  ["frame-15", "picture frame", "Bilderrahmen", "marco de fotos", 16.5],
];

export const ARTICLES: readonly Article[] = LIST.map(([sku, en, de, es, price]) => ({ sku, names: { en, de, es }, price }));
