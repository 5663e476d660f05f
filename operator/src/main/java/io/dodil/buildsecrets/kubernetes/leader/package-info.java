/// Leader election with a Lease: which of several replicas works, and until when it may save.
@NullMarked
package io.dodil.buildsecrets.kubernetes.leader;

import org.jspecify.annotations.NullMarked;
