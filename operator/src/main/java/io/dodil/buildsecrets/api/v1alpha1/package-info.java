/// The custom resource as records, documented for `kubectl explain`. The CRD in `crds/` is
/// generated from them. In: what the API server holds; out: the same as values. The core uses the
/// spec and status records; only the shell uses the resource class. Must not import anything of the
/// operator.
@NullMarked
package io.dodil.buildsecrets.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
