package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.resolve.SecretReader;

/// What the API server itself says, at the price of a call.
public interface LiveState extends SecretReader {

  /// The resource of that name, whatever its uid. Never throws for what the API server answers.
  ResourceRead read(ResourceId id);

  /// What came of reading a resource.
  sealed interface ResourceRead {

    record Found(Resource resource) implements ResourceRead {}

    record Absent() implements ResourceRead {}

    /// The Kubernetes API failed, or refused.
    record Failed() implements ResourceRead {}
  }
}
