import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AnnotatedType,
  type BaseType,
  BooleanType,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  EnumType,
  NumberType,
  ObjectProperty,
  ObjectType,
  type Schema,
  SchemaGenerator,
  StringType,
  type SubNodeParser,
  ts,
} from "ts-json-schema-generator";

const ROOT = join(import.meta.dirname, "../..");

/** Types read off a zod schema cannot be read from source text, but from what is published of that schema. */
const PUBLISHED: Readonly<Record<string, string>> = { "typeof drillSchema": "datasets/drill.schema.json" };

/** The JSON Schema (draft 7) of an exported TypeScript type, by its file; members that it does not name are refused. */
export function schemaOf(file: string, type: string, id: string): Schema {
  const config = {
    ...DEFAULT_CONFIG,
    path: join(ROOT, file),
    tsconfig: join(ROOT, "tsconfig.json"),
    type,
    schemaId: id,
    skipTypeCheck: true,
    additionalProperties: false,
  };
  const program = createProgram(config);
  const parser = createParser(program, config, (chain) => {
    chain.addNodeParser(inferred);
  });
  return new SchemaGenerator(program, parser, createFormatter(config), config).createSchema(type);
}

const inferred: SubNodeParser = {
  supportsNode: (node: ts.Node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === "z.infer",
  createType(node: ts.TypeReferenceNode): BaseType {
    const of = node.typeArguments?.[0]?.getText() ?? "";
    const published = PUBLISHED[of];
    if (published === undefined) throw new Error(`say in schemaOf.ts where the schema of ${of} is published`);
    return typeOf(JSON.parse(readFileSync(join(ROOT, published), "utf8")) as Plain, of);
  },
};

/** As much of JSON Schema as such types need. */
interface Plain {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Plain>>;
  readonly required?: readonly string[];
}

function typeOf({ type, enum: values, description, properties = {}, required = [] }: Plain, id: string): BaseType {
  const bare = () => {
    if (values !== undefined) return new EnumType(id, values);
    if (type === "string") return new StringType();
    if (type === "boolean") return new BooleanType();
    if (type === "number" || type === "integer") return new NumberType();
    if (type !== "object") throw new Error(`${id} is of a type that schemaOf.ts does not know: ${type}`);
    const members = Object.entries(properties).map(
      ([name, one]) => new ObjectProperty(name, typeOf(one, `${id}.${name}`), required.includes(name)),
    );
    return new ObjectType(id, [], members, false);
  };
  return description === undefined ? bare() : new AnnotatedType(bare(), { description }, false);
}
