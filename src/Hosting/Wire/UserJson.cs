using System.Text.Json;
using OrleansChat.Domain.People;

namespace OrleansChat.Hosting.Wire;

/// <summary>The fields of a user themselves (contract section 3.1), without sub-resources.</summary>
internal static class UserJson
{
    public static void WriteFields(Utf8JsonWriter json, Person person, Uris uris, Fields fields)
    {
        WriteWord("id", person.UserId);
        WriteWord("userName", person.UserName);
        WriteWord("firstName", person.FirstName);
        WriteWord("lastName", person.LastName);
        WriteWord("emailAddress", person.EmailAddress);
        if (fields.Has("roles"))
        {
            json.WriteStartArray("roles");
            foreach (var (_, wire, _) in Known.Where(role => person.Roles.HasFlag(role.Role)))
            {
                json.WriteStringValue(wire);
            }

            json.WriteEndArray();
        }

        WriteFlag("enabled", true);
        WriteFlag("changePasswordOnFirstLogin", false);
        WriteWord("uri", uris.Of(Uris.UserPath(person.UserId)));
        WriteWord("path", Uris.UserPath(person.UserId));

        void WriteWord(string name, string value)
        {
            if (fields.Has(name))
            {
                json.WriteString(name, value);
            }
        }

        void WriteFlag(string name, bool value)
        {
            if (fields.Has(name))
            {
                json.WriteBoolean(name, value);
            }
        }
    }

    /// <summary>A map of maps: clients read it unconditionally.</summary>
    public static void WriteSettings(Utf8JsonWriter json, Person person)
    {
        json.WriteStartObject("settings");
        json.WriteStartObject("htcc");
        json.WriteString("roles", string.Join(',', Known.Where(role => person.Roles.HasFlag(role.Role)).Select(static role => role.Setting)));
        json.WriteEndObject();
        json.WriteStartObject("interaction-workspace");
        json.WriteString("chat.nickname", "$Agent.UserName$");
        json.WriteString("chat.auto-answer", "false");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static readonly (Roles Role, string Wire, string Setting)[] Known =
        [(Roles.Admin, "ROLE_ADMIN", "admin"), (Roles.Agent, "ROLE_AGENT", "agent"), (Roles.Supervisor, "ROLE_SUPERVISOR", "supervisor")];
}
