using System.Collections;
using System.Reflection;

namespace AgentKit.Tests.BadInput;

/// <summary>One place in the arguments of a method where a value can stand: an argument itself, or a property somewhere inside it.</summary>
/// <param name="Key">What it goes by in <see cref="RuleTable"/>: <c>Record.Property</c>, or <c>Contract.Method.argument</c>.</param>
/// <param name="Type">What can stand there.</param>
/// <param name="Argument">The number of the argument.</param>
/// <param name="Path">What leads there: properties, and numbers of items of lists.</param>
internal sealed record Place(string Key, Type Type, int Argument, IReadOnlyList<object> Path)
{
    /// <summary>What it is called, without the type.</summary>
    public string Name => Key[(Key.LastIndexOf('.') + 1)..];

    /// <summary>The arguments with another value in this place.</summary>
    public object?[] With(object?[] arguments, object? value)
    {
        var changed = (object?[])arguments.Clone();
        changed[Argument] = With(arguments[Argument], depth: 0, value);
        return changed;
    }

    public override string ToString() => Key;

    private object? With(object? root, int depth, object? value)
    {
        if (depth == Path.Count)
        {
            return value;
        }

        if (Path[depth] is PropertyInfo property)
        {
            var clone = RecordShape.Clone(root!);
            property.SetValue(clone, With(property.GetValue(root), depth + 1, value));
            return clone;
        }

        var items = ((IEnumerable)root!).Cast<object>().ToArray();
        var index = (int)Path[depth];
        items[index] = With(items[index], depth + 1, value)!;
        var list = Array.CreateInstance(RecordShape.ItemOf(root!.GetType())!, items.Length);
        items.CopyTo(list, 0);
        return list;
    }
}
