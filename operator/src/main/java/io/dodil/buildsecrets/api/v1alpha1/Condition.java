package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.Arrays;

/// One aspect of the resource, after the Kubernetes API conventions (metav1.Condition).
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("Name of the condition.")
        @Required
        @Size(min = 1, max = 316)
        @Pattern(
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required Status status,
    @JsonPropertyDescription("Generation of the spec that this condition is about.") @Min(0)
        Long observedGeneration,
    @JsonPropertyDescription("When status changed last.") @Required Instant lastTransitionTime,
    @JsonPropertyDescription("Why, in one word for programs.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,
    @JsonPropertyDescription("Why, for people.") @Required @Size(max = 32768) String message) {

  /// A condition of one of the types that the operator writes.
  public static Condition of(
      ConditionType type,
      Status status,
      long generation,
      Instant since,
      Reason reason,
      String message) {
    return new Condition(type.text(), status, generation, since, reason.text(), message);
  }

  /// Whether the operator writes conditions of this type.
  @JsonIgnore
  public boolean isOurs() {
    return Arrays.stream(ConditionType.values()).anyMatch(t -> t.text().equals(type));
  }

  /// Whether it stands there for that reason.
  public boolean isFor(Reason named) {
    return reason.equals(named.text());
  }

  /// A condition's value.
  public enum Status {
    True,
    False,
    Unknown
  }
}
