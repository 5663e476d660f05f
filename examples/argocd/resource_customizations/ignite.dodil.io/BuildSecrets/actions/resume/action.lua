-- Gone, not false: what is in the spec but not in Git is a difference, or undone by Git.
obj.spec.suspend = nil
return obj
