-- Health of a BuildSecrets, for Argo CD. Uses what an override in argocd-cm may use: neither string
-- nor math is there. Resources that are being deleted never get here.
local suspended = obj.spec ~= nil and obj.spec.suspend == true
local status = obj.status or {}
local generation = obj.metadata.generation
local observed = status.observedGeneration
local current = observed ~= nil and observed == generation

-- Conditions of an older generation say nothing.
local conditions = {}
if current then
  for _, condition in ipairs(status.conditions or {}) do
    conditions[condition.type] = condition
  end
end
local ready = conditions["Ready"]

if suspended then
  if ready ~= nil and ready.reason == "Suspended" then
    return { status = "Suspended", message = ready.message }
  end
  return { status = "Suspended", message = "suspended by spec.suspend: nothing is sent" }
end

if observed == nil or observed < 1 then
  return {
    status = "Progressing",
    message = "never seen by the operator: is it running, and does it watch this namespace?",
  }
end

if not current then
  return { status = "Progressing", message = "the operator has not looked at this generation yet" }
end

if ready == nil then
  return { status = "Progressing", message = "the operator has not said whether it is ready" }
end

local stalled = conditions["Stalled"]
if stalled ~= nil and stalled.status == "True" then
  return { status = "Degraded", message = ready.message }
end

-- Not Degraded, which would fail a running sync: it goes on by itself.
local reconciling = conditions["Reconciling"]
if ready.status ~= "True" or (reconciling ~= nil and reconciling.status == "True") then
  return { status = "Progressing", message = ready.message }
end

return { status = "Healthy", message = ready.message }
