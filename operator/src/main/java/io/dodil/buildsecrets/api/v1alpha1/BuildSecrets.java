package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Optional;

/// Keeps the build credentials of one organization equal to Secrets of the resource's namespace.
@Group("ignite.dodil.io")
@Version("v1alpha1")
@Kind("BuildSecrets")
@Plural("buildsecrets")
@Singular("buildsecrets")
@ShortNames("bsec")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Endpoint",
    jsonPath = ".spec.endpoint",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Organization",
    jsonPath = ".spec.organization",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Last Save",
    jsonPath = ".status.lastSave.time",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Suspended",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public final class BuildSecrets extends CustomResource<BuildSecretsSpec, BuildSecretsStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /// Annotation that asks for a save now: any new text of [0-9A-Za-z:.+-]{1,64}.
  public static final String SYNC_REQUESTED_AT = "ignite.dodil.io/sync-requested-at";

  private transient boolean specTooLarge;
  private transient Optional<String> unreadable = Optional.empty();

  @Override
  @Required
  public BuildSecretsSpec getSpec() {
    return super.getSpec();
  }

  /// Whether the spec is larger than [JsonSize#LARGEST_SPEC]; only what says where and for whom it
  /// would be saved is here then.
  @JsonIgnore
  public boolean isSpecTooLarge() {
    return specTooLarge;
  }

  @JsonIgnore
  public void setSpecTooLarge(boolean isTooLarge) {
    specTooLarge = isTooLarge;
  }

  /// The first field that this version can't read, such as `spec.auth`: the spec is left out then.
  @JsonIgnore
  public Optional<String> getUnreadable() {
    return unreadable;
  }

  @JsonIgnore
  public void setUnreadable(Optional<String> field) {
    unreadable = field;
  }
}
