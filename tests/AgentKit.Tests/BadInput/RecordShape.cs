using System.Reflection;

namespace AgentKit.Tests.BadInput;

/// <summary>The records that callers hand over: copied as <c>with</c> does it, and looked into.</summary>
internal static class RecordShape
{
    /// <summary>Records that a caller has from the library and hands back: only a part of them is read, so that they have rules of their own.</summary>
    private static readonly HashSet<Type> HandedBack = [typeof(AgentScope), typeof(BudgetSubject), typeof(Session), typeof(ArchivedTurn)];

    /// <summary>Whether a type is a record that is made by callers, member by member.</summary>
    public static bool IsMadeByCallers(Type type) =>
        type.Assembly == typeof(ISessionStore).Assembly && CloneOf(type) is not null && !HandedBack.Contains(type);

    public static object Clone(object record) => CloneOf(record.GetType())!.Invoke(record, null)!;

    /// <summary>What can be set; a number that the library gives itself is none of it.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(property => !(type == typeof(Turn) && property.Name is nameof(Turn.Number) or nameof(Turn.Version)));

    /// <summary>What a list holds, where the type is one.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetInterfaces().Append(type).FirstOrDefault(IsList) is { } list ? list.GetGenericArguments()[0]
        : null;

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static MethodInfo? CloneOf(Type type) => type.GetMethod("<Clone>$");
}
