using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace OrleansChat.Grains.Interfaces.Configuration;

/// <summary>
/// Binds a section of the configuration to a class of settings, and refuses what it does not know: a misspelled key is a setting that
/// would silently not hold.
/// </summary>
public static class StrictSection
{
    /// <summary>The settings, or the defaults where the section is absent.</summary>
    /// <exception cref="SettingsException">An unknown key, or a value that is not of its type; one line that names the key.</exception>
    public static T Bind<T>(IConfiguration configuration, string name)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(name);
        Check(section, typeof(T));
        try
        {
            return section.Get<T>() ?? new T();
        }
        catch (InvalidOperationException error)
        {
            throw new SettingsException($"The section {name} cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static void Check(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsScalar(type))
        {
            CheckScalar(section, type);
        }
        else if (ItemOf(type) is { } item)
        {
            CheckItems(section, item);
        }
        else
        {
            CheckKeys(section, type);
        }
    }

    private static void CheckKeys(IConfigurationSection section, Type type)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new SettingsException($"{section.Path} is a section and cannot have the value '{section.Value}'.");
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.CanWrite).ToList();
        foreach (var child in section.GetChildren())
        {
            var property = properties.Find(p => NameOf(p).Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new SettingsException($"Unknown setting {child.Path}; {section.Path} knows {string.Join(", ", properties.Select(NameOf))}.");
            Check(child, property.PropertyType);
        }
    }

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;

    private static void CheckItems(IConfigurationSection section, Type item)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new SettingsException($"{section.Path} is a list; write {section.Path}:0, {section.Path}:1, …");
        }

        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw new SettingsException($"Unknown setting {child.Path}; {section.Path} is a list, whose keys are 0, 1, …");
            }

            Check(child, item);
        }
    }

    private static void CheckScalar(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().FirstOrDefault() is { } child)
        {
            throw new SettingsException($"Unknown setting {child.Path}; {section.Path} is a single value.");
        }

        var text = section.Value;
        var isValue = text is null || type == typeof(string) || (IsWritten(text, type) && TypeDescriptor.GetConverter(type).IsValid(text));
        if (!isValue)
        {
            throw new SettingsException($"{section.Path} is '{text}'; use {Example(type)}.");
        }
    }

    /// <summary>"30" would be thirty days, and "7" any value of an enumeration: neither is what somebody meant.</summary>
    private static bool IsWritten(string text, Type type) =>
        type == typeof(TimeSpan) ? text.Contains(':', StringComparison.Ordinal) : !type.IsEnum || Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Example(Type type) =>
        type == typeof(TimeSpan) ? "a duration as hh:mm:ss"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : $"a value of type {type.Name}";

    private static bool IsScalar(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(Uri) || type == typeof(decimal);

    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) && type.GetGenericArguments() is [var item] ? item
        : null;
}
