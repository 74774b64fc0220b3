// A TypeDoc plugin. A guide is named by its heading, and not by its file. What people call has an
// example. Every property of an options object is documented, for a caller has nothing else to go by.
// Properties of other shapes need a comment only where their name and type leave something to say.
import { Application, Converter, ReflectionKind } from "typedoc";

/** Interfaces that people call; of classes they call all, and functions too. */
const calledByPeople = /(?:Api|Client|Export|Resource|SObject|Result)$/;
/** Methods that need no example of their own. */
const plain = new Set(["toJSON", "[hasInstance]", "close", "[asyncDispose]", "[asyncIterator]"]);

const isCalled = ({ parent }) => parent.kindOf(ReflectionKind.Class) || calledByPeople.test(parent.name);

const examplesOf = (reflection) =>
  [reflection, ...(reflection.signatures ?? [])].flatMap(({ comment }) =>
    (comment?.blockTags ?? []).filter(({ tag }) => tag === "@example"),
  );

/** Whether it has an example, or one of its owner calls it by its name. */
function isShown(called) {
  if (examplesOf(called).length > 0) return true;
  const ofOwner = examplesOf(called.parent).flatMap(({ content }) => content.map(({ text }) => text));
  return ofOwner.some((text) => new RegExp(`\\.${called.name}\\b`).test(text));
}

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
    const methods = project
      .getReflectionsByKind(ReflectionKind.Method)
      .filter(({ inheritedFrom, name }) => inheritedFrom === undefined && !plain.has(name))
      .filter(isCalled);
    for (const called of [...methods, ...project.getReflectionsByKind(ReflectionKind.Function)])
      if (!isShown(called)) app.logger.warn(`${called.getFullName()} has no example`);
    const properties = project.getReflectionsByKind(ReflectionKind.Property);
    for (const property of properties.filter(({ parent }) => optionsObject.test(parent.name))) {
      if (!property.hasComment() && property.inheritedFrom === undefined) {
        app.logger.warn(`${property.getFullName()} is an option and has no comment`);
      }
    }
  });
}
