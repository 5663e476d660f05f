package io.dodil.buildsecrets.kubernetes.client;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.kubernetes.client.Needed.Bounded;
import io.dodil.buildsecrets.kubernetes.client.Needed.Fields;
import io.dodil.buildsecrets.kubernetes.client.Needed.Text;
import io.dodil.buildsecrets.kubernetes.client.Needed.Whole;
import io.dodil.buildsecrets.model.LabelSelector;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What of its objects this process needs, alone and in lists, and of an error that the API server
/// answers instead.
public final class NeededResources {

  /// A response holds no more than that after it was filtered.
  static final long MOST_HELD = 16 << 20;

  /// A status of ours has at most 60 KiB; a larger one was written by somebody else.
  static final int LARGEST_STATUS = 128 << 10;

  /// Metadata and all punctuation.
  private static final int LARGEST_REST = 8 << 10;

  /// So that even the largest of them fit into a response.
  public static final long PAGE =
      MOST_HELD / (JsonSize.LARGEST_SPEC + LARGEST_STATUS + LARGEST_REST);

  /// A field of the resource itself, which the API server would not let anybody write.
  static final String SPEC_IS_TOO_LARGE = "specIsTooLarge";

  private static final Whole WHOLE = new Whole();

  private static final Fields IDENTITY =
      whole("name", "namespace", "uid", "resourceVersion", "continue", "remainingItemCount");

  /// A Status of the API.
  private static final Fields ANSWER =
      whole("kind", "apiVersion", "status", "message", "reason", "details", "code", "type");

  /// Of BuildSecrets.
  static final Needed BUILD_SECRETS =
      listed(
          buildSecrets()
              .and(
                  "spec",
                  new Bounded(
                      JsonSize.LARGEST_SPEC,
                      Set.of("endpoint", "organization", "auth", "suspend"),
                      SPEC_IS_TOO_LARGE)));

  /// Of one whose status was written.
  static final Needed WRITTEN = buildSecrets();

  private NeededResources() {}

  /// Of Secrets, when only their metadata is asked for.
  ///
  /// @param selector whose labels are needed
  static Needed secrets(Optional<LabelSelector> selector) {
    var labels =
        selector.stream()
            .flatMap(s -> s.keys().stream())
            .collect(Collectors.<String, String, Needed>toMap(Function.identity(), _ -> WHOLE));
    return listed(ANSWER.and("metadata", IDENTITY.and("labels", new Fields(labels))));
  }

  private static Fields buildSecrets() {
    var ours = new Fields(Map.of(BuildSecrets.SYNC_REQUESTED_AT, new Text(64)));
    var metadata =
        IDENTITY
            .and("generation", WHOLE)
            .and("creationTimestamp", WHOLE)
            .and("deletionTimestamp", WHOLE)
            .and("annotations", ours);
    return ANSWER
        .and("metadata", metadata)
        .and("status", new Bounded(LARGEST_STATUS, Set.of(), ""))
        .and(SPEC_IS_TOO_LARGE, WHOLE);
  }

  private static Fields listed(Fields item) {
    return item.and("items", item);
  }

  private static Fields whole(String... names) {
    return new Fields(
        Set.of(names).stream()
            .collect(Collectors.<String, String, Needed>toMap(Function.identity(), _ -> WHOLE)));
  }
}
