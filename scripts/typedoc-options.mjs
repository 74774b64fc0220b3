// A TypeDoc plugin. A guide is named by its heading, and not by its file. What people call has an
// example. Every property of an options object is documented, for a caller has nothing else to go by.
// Properties of other shapes need a comment only where their name and type leave something to say.
import { Application, Converter, ReflectionKind } from "typedoc";

/** What people call: each of its methods shows how. */
const calledByPeople = /(?:Api|Client|Export)$|^(?:SObjectResource|QueryResult|LoadResult)$/;
/** Methods that need no example of their own. */
const plain = new Set(["toJSON", "close", "[asyncDispose]", "[asyncIterator]"]);

const optionsObject = /(?:Options|Config)$/;

/** Called by TypeDoc. */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const heading = document.content
      .map(({ text }) => text)
      .join("")
      .match(/^# (.+)$/m);
    if (heading !== null) document.name = heading[1];
  });
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const method of project.getReflectionsByKind(ReflectionKind.Method)) {
      if (
        !calledByPeople.test(method.parent.name) ||
        method.inheritedFrom !== undefined ||
        plain.has(method.name)
      )
        continue;
      const shown = method.signatures?.some(({ comment }) => comment?.getTag("@example") !== undefined);
      if (!shown) app.logger.warn(`${method.getFullName()} has no example`);
    }
    const properties = project.getReflectionsByKind(ReflectionKind.Property);
    for (const property of properties.filter(({ parent }) => optionsObject.test(parent.name))) {
      if (!property.hasComment() && property.inheritedFrom === undefined) {
        app.logger.warn(`${property.getFullName()} is an option and has no comment`);
      }
    }
  });
}
