/// The connections to the API server: live reads by name, lenient reading of what it sends, and the
/// writer of statuses. In: names and statuses; out: values of the core. A response is bounded
/// before it is held in memory.
@NullMarked
package io.dodil.buildsecrets.kubernetes.client;

import org.jspecify.annotations.NullMarked;
