/// The words of the domain: resources, credentials, payloads, targets, versions, problems,
/// settings. Values only; what they decide they decide about themselves. Must not import anything
/// of the operator but the records of the API, nor a client.
@NullMarked
package io.dodil.buildsecrets.model;

import org.jspecify.annotations.NullMarked;
