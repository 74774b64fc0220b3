// A TypeDoc plugin. A guide is named by its heading, and not by its file. Every property of an options object is documented, for a caller has nothing else to go by.
// Properties of other shapes need a comment only where their name and type leave something to say.
import { Application, Converter, ReflectionKind } from "typedoc";

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
    const properties = project.getReflectionsByKind(ReflectionKind.Property);
    for (const property of properties.filter(({ parent }) => optionsObject.test(parent.name))) {
      if (!property.hasComment() && property.inheritedFrom === undefined) {
        app.logger.warn(`${property.getFullName()} is an option and has no comment`);
      }
    }
  });
}
