using System.Reflection;
using System.Runtime.CompilerServices;
using AgentKit.Tests.Guards;

namespace AgentKit.Tests.Isolation;

/// <summary>Everything public that is handed a scope, in all assemblies that are shipped: stores, entry points, extension methods, constructors.</summary>
internal static class ScopedMembers
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(decimal)] = "decimal",
        [typeof(object)] = "object",
    };

    /// <summary>What needs no attempt, and why.</summary>
    public static IReadOnlyDictionary<string, string> WithoutAttempt { get; } = new Dictionary<string, string>
    {
        [$"{nameof(ToolApprovalRequest)}.new(string, ToolRisk, AutoExecuteLevel)"] = "It holds what a policy is asked, and reaches no database.",
    };

    /// <summary><c>Type.Member(Parameter, …)</c> of each; what the compiler makes by itself, as for records, is left out.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. LibraryAssemblies.PublicTypes
            .SelectMany(type => type.GetMethods(Public).Cast<MethodBase>().Concat(type.GetConstructors(Public)))
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member.GetParameters().Any(IsScope))
            .Select(member => $"{NameOf(member.DeclaringType!)}.{SignatureOf(member)}"),
    ];

    private static BindingFlags Public => BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Without the scope, which all have, and the token.</summary>
    public static string SignatureOf(MethodBase member)
    {
        var generic = member.IsGenericMethod ? $"<{string.Join(", ", member.GetGenericArguments().Select(NameOf))}>" : "";
        var parameters = member.GetParameters()
            .Where(parameter => !IsScope(parameter) && parameter.ParameterType != typeof(CancellationToken))
            .Select(parameter => NameOf(parameter.ParameterType));
        return $"{(member.IsConstructor ? "new" : member.Name)}{generic}({string.Join(", ", parameters)})";
    }

    private static bool IsScope(ParameterInfo parameter) => parameter.ParameterType == typeof(AgentScope);

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{NameOf(underlying)}?";
        }

        if (type.IsArray)
        {
            return $"{NameOf(type.GetElementType()!)}[]";
        }

        return Keywords.GetValueOrDefault(type)
            ?? (type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name);
    }
}
