package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	luajson "layeh.com/gopher-json"
)

// As Argo CD gives it to a script (util/lua/lua.go): the object as the global `obj`, a second of
// time, and of the libraries base, package, table and an `os` that has to be required and knows
// time and date alone. With all libraries the others are there beside them.
func run(script string, object *unstructured.Unstructured, allLibraries bool) (json.RawMessage, error) {
	l := lua.NewState(lua.Options{SkipOpenLibs: !allLibraries})
	defer l.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{
		{lua.LoadLibName, lua.OpenPackage},
		{lua.BaseLibName, lua.OpenBase},
		{lua.TabLibName, lua.OpenTable},
	} {
		l.Push(l.NewFunction(library.open))
		l.Push(lua.LString(library.name))
		l.Call(1, 0)
	}
	l.PreloadModule(lua.OsLibName, safeOs)

	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	l.SetContext(ctx)

	l.SetGlobal("actionParams", l.NewTable())
	l.SetGlobal("obj", value(l, object.Object))
	if err := l.DoString(script); err != nil {
		return nil, err
	}
	returned := l.Get(-1)
	if returned.Type() != lua.LTTable {
		return nil, errors.New("expect table output from Lua script, not " + returned.Type().String())
	}
	return luajson.Encode(returned)
}

// What Argo CD sends to the API server for an action (server/application/application.go): a merge
// patch of what the script changed.
func mergePatch(script string, object *unstructured.Unstructured, allLibraries bool) (json.RawMessage, error) {
	before, err := object.MarshalJSON()
	if err != nil {
		return nil, err
	}
	returned, err := run(script, object, allLibraries)
	if err != nil {
		return nil, err
	}
	changed := &unstructured.Unstructured{}
	if err := changed.UnmarshalJSON(returned); err != nil {
		return nil, err
	}
	changed.Object = emptiesAsBefore(changed.Object, object.Object).(map[string]any)
	after, err := changed.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return jsonpatch.CreateMergePatch(before, after)
}

// Lua can't tell an empty list from an empty object, and the encoder takes both for lists.
func emptiesAsBefore(now, before any) any {
	switch now := now.(type) {
	case map[string]any:
		if before, ok := before.(map[string]any); ok {
			for key := range now {
				now[key] = emptiesAsBefore(now[key], before[key])
			}
		}
	case []any:
		if _, ok := before.(map[string]any); ok && len(now) == 0 {
			return map[string]any{}
		}
		if before, ok := before.([]any); ok {
			for i := range min(len(now), len(before)) {
				now[i] = emptiesAsBefore(now[i], before[i])
			}
		}
	}
	return now
}

// The real functions, and none but these.
func safeOs(l *lua.LState) int {
	real := lua.NewState()
	defer real.Close()
	all := real.GetGlobal(lua.OsLibName).(*lua.LTable)
	safe := l.NewTable()
	for _, name := range []string{"time", "date"} {
		function := all.RawGetString(name).(*lua.LFunction)
		safe.RawSetString(name, l.NewFunction(function.GFunction))
	}
	l.Push(safe)
	return 1
}

func value(l *lua.LState, v any) lua.LValue {
	switch v := v.(type) {
	case bool:
		return lua.LBool(v)
	case float64:
		return lua.LNumber(v)
	case int64:
		return lua.LNumber(v)
	case string:
		return lua.LString(v)
	case []any:
		list := l.CreateTable(len(v), 0)
		for _, item := range v {
			list.Append(value(l, item))
		}
		return list
	case map[string]any:
		table := l.CreateTable(0, len(v))
		for key, item := range v {
			table.RawSetString(key, value(l, item))
		}
		return table
	}
	return lua.LNil
}
