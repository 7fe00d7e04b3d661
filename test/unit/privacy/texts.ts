/** A sentence in which each value that must go stands as `⟦kind|value⟧`; everything else must stay. */
export type Sentence = {
  readonly text: string;
  /** The values, in the order of the text. */
  readonly sensitive: readonly string[];
  /** The text after masking, with `⟦kind⟧` for each placeholder. */
  readonly expected: string;
};

/** Invented tokens are put together here, so that no scanner of repositories takes them for leaked ones. */
const made = (...parts: string[]): string => parts.join("");

const slackBot = made("xox", "b-", "2417781934-2417781935-Uw9nYtQ4rTz1");
const slackApp = made("xap", "p-1-", "A02BCDEF3GH-2417781934-9f8e7d6c5b4a");
const slackHook = made("https://hooks.slack.com/", "services/");
const slackHookKey = made("T02ABCDEF/B03GHIJKL/", "q1w2e3r4t5y6u7i8o9p0");
const github = made("gh", "p_", "16C7e42F292c6912E7710c838347Ae178B4a");
const githubFine = made("github", "_pat_", "11ABCDEFG0abcdefghijkl_MNOPQRSTUV");
const gitlab = made("gl", "pat-", "x9Kd3mQpLr7TzVb2YwHs");
const awsId = made("AK", "IA", "QW3ERT5YUI7OPA2S");
const awsSecret = made("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYzzQQw123yy");
const google = made("AI", "za", "SyD4-9xQpLmN0oPqRsTuVwXyZaBcDeFgHi");
const stripe = made("sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dc");
const openAi = made("sk", "-proj-", "a1B2c3D4e5F6g7H8i9J0k1L2");
const huggingFace = made("h", "f_", "QwErTyUiOpAsDfGhJkLzXcVbNm123456");
const jwt = made("ey", "JhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiJib2IifQ.", "c2lnbmF0dXJl-X_1");
const pem = made("-----BEGIN RSA PRIVATE ", "KEY-----\nMIIEowIBAAKCAQEAx7\nq9mZ==\n-----END RSA PRIVATE ", "KEY-----");
const routingKey = made("R03E", "8D1F7A2B4C5D6E7F8A9B0C1D2E3F");

const french: readonly string[] = [
  "Client ⟦email|marie.dupont@exemple.fr⟧ signale une erreur 500 sur /v1/chat depuis 14:32.",
  "Prévenir l'astreinte au ⟦phone|06 12 34 56 78⟧ avant 22h.",
  "Tél. : ⟦phone|01.42.68.53.00⟧ (standard), poste 12.",
  "Rappeler ⟦phone|+33 6 98 76 54 32⟧ ou écrire à ⟦email|astreinte@ops.exemple.fr⟧.",
  "Le numéro ⟦phone|0612345678⟧ a reçu 3 SMS en 5 min.",
  "Contact : ⟦phone|+33 (0)6 12 34 56 78⟧, joignable de 9 h à 18 h.",
  "Numéro composé ⟦phone|0033145678901⟧ refusé par la passerelle vocale.",
  "Virement bloqué vers ⟦iban|FR76 3000 6000 0112 3456 7890 189⟧ (montant 1 250,00 €).",
  "IBAN ⟦iban|FR1420041010050500013M02606⟧ trouvé dans le prompt de la requête 84213.",
  "Compte belge ⟦iban|BE62 5100 0754 7061⟧ et compte suisse ⟦iban|CH93 0076 2011 6238 5295 7⟧ dans le même journal.",
  "Le compte ⟦iban|MA64011519000001205000534921⟧ n'existe plus.",
  "Carte ⟦card|4970 1000 0000 0022⟧ refusée 12 fois en 2 min.",
  "Paiement en échec pour ⟦card|4532015112830366⟧, code 51.",
  "La réponse du modèle contenait ⟦card|5555-5555-5555-4444⟧ en clair.",
  "NIR ⟦nir|1 85 05 78 006 084 91⟧ détecté dans la réponse du modèle rag-gateway.",
  "Numéro de sécurité sociale : ⟦nir|269054958815780⟧ (patient suivi au service B).",
  "Assurée corse ⟦nir|2 78 03 2B 033 104 75⟧, fuite probable.",
  "Le n° de sécu ⟦nir|1850578006084⟧ a été saisi sans sa clé.",
  "Attaque par injection depuis ⟦ip|203.0.113.42⟧ (312 requêtes/min).",
  "Les adresses ⟦ip|198.51.100.7⟧ et ⟦ip|198.51.100.8⟧ ont été bloquées à 03:12:45.",
  "Connexion refusée depuis l'adresse ⟦ip|2001:db8:85a3::8a2e:370:7334⟧ sur le port 8443.",
  "Le réseau ⟦ip|10.20.0.0/16⟧ ne répond plus.",
  "mot de passe : ⟦secret|Azerty123!⟧ affiché dans le journal de connexion",
  "Le mot de passe est ⟦secret|S0leil-2026⟧, merci de le changer.",
  "Variable exposée : DB_PASSWORD=⟦secret|t0urn3sol⟧ dans le conteneur api.",
  "La clé d'API est ⟦secret|8f3b2c1d9e7a6f5b⟧ et ne doit pas circuler.",
  `Jeton Slack ⟦secret|${slackBot}⟧ révoqué par l'équipe sécurité.`,
  `Clé Stripe ⟦secret|${stripe}⟧ trouvée dans l'annotation.`,
  `Le dépôt contient ⟦secret|${gitlab}⟧ depuis le commit 4f2a91c.`,
  "Chaîne de connexion postgres://⟦secret|vigie:Tr0ub4dor⟧@db.interne.exemple.fr:5432/prod en échec.",
  "Utilisateur ⟦email|jean-pierre.o'neill+ia@courriel.exemple.fr⟧ : 42 réponses hors domaine.",
  "Selon ⟦email|helene@société.fr⟧, le score est passé de 0,82 à 0,41.",
  "La requête d'⟦email|alice@exemple.fr⟧ a expiré après 30 s.",
  "Appel entrant du ⟦phone|07-81-23-45-67⟧ non décroché (astreinte niveau 2).",
  "Voir https://grafana.exemple.fr/d/abc?email=⟦email|bob%40exemple.fr⟧&from=now-1h pour le détail.",
  "Mutuelle : ⟦nir|1-99-12-92-045-112-75⟧ ; télécopie ⟦phone|03 20 11 22 33⟧.",
];

const english: readonly string[] = [
  "User ⟦email|john.smith@example.com⟧ got 17 hallucinated answers in 5m.",
  "Page the on-call at ⟦phone|+1 415 555 0132⟧ if the rate stays above 5%.",
  "Call ⟦phone|(415) 555-0132⟧ or ⟦phone|415-555-0199⟧ before rolling back.",
  "Escalation phone: ⟦phone|+44 20 7946 0958⟧ (London), room 4.12.",
  "The prompt contained the UK mobile ⟦phone|07700 900123⟧ twice.",
  "Support line ⟦phone|+49 30 1234567⟧ unreachable since 2026-11-20T06:05:10Z.",
  "SMS to ⟦phone|+14155550132⟧ failed 3 times, retry in 30s.",
  "Toll line ⟦phone|+1 (555) 123-4567⟧ was read aloud by the voice model.",
  "IBAN ⟦iban|DE44 5001 0517 5407 3249 31⟧ leaked in 3 completions.",
  "Refund to ⟦iban|GB33BUKB20201555555555⟧ pending for 4h.",
  "Accounts ⟦iban|IT60X0542811101000000123456⟧ and ⟦iban|NL39 RABO 0300 0652 64⟧ seen in request 99120.",
  "Payment with ⟦card|4242 4242 4242 4242⟧ exp 12/27 was logged in clear.",
  "Card ⟦card|371449635398431⟧ declined, 4 attempts.",
  "Amex ⟦card|3714 496353 98431⟧ appears in trace 4bf92f3577b34da6a3ce929d0e0e4736.",
  "Mastercard ⟦card|2223003122003222⟧ and Diners ⟦card|30569309025904⟧ found by the PII scan.",
  "Blocked source ⟦ip|203.0.113.9⟧: 5123 jailbreak attempts, threshold 0.05/s.",
  "Scrape of http://⟦ip|192.0.2.14⟧:9100/metrics failed: context deadline exceeded.",
  "dial tcp ⟦ip|10.42.7.19⟧:6379: connect: connection refused",
  "Peer [⟦ip|2001:db8::42⟧]:4317 reset the stream after 12.5s.",
  "Client ⟦ip|fe80::1ff:fe23:4567:890a⟧%eth0 sent 1,204 malformed frames.",
  "Traffic from ⟦ip|::ffff:198.51.100.23⟧ doubled between 10:22:33 and 10:27:33.",
  "LABELS = map[client:⟦ip|172.16.8.4⟧ job:router severity:warning] VALUE = 0.8127364512",
  `Bot token ⟦secret|${slackBot}⟧ was posted in a public channel.`,
  `App-level token ⟦secret|${slackApp}⟧ expired.`,
  `POST ${slackHook}⟦secret|${slackHookKey}⟧ returned 404.`,
  `Push rejected: ⟦secret|${github}⟧ detected on line 14.`,
  `Fine-grained token ⟦secret|${githubFine}⟧ must be rotated.`,
  `Key pair ⟦secret|${awsId}⟧ / ⟦secret|${awsSecret}⟧ used from a new region.`,
  `Maps key ⟦secret|${google}⟧ over quota (10000 requests/day).`,
  `LLM provider rejected ⟦secret|${openAi}⟧ with status 401.`,
  `Model download with ⟦secret|${huggingFace}⟧ throttled.`,
  `Session ⟦secret|${jwt}⟧ is 3 days old.`,
  `Startup log:\n⟦secret|${pem}⟧\nserver ready in 1.2s`,
  "Authorization: Bearer ⟦secret|9a8b7c6d5e4f3a2b⟧ sent over plain HTTP.",
  `Header was "Authorization": "Basic ⟦secret|dXNlcjpwYXNzd29yZA==⟧", status 403.`,
  "Retrying with bearer ⟦secret|mF_9.B5f-4.1JqM⟧ after 401.",
  `PagerDuty routing_key: ⟦secret|${routingKey}⟧ rejected as invalid.`,
  "config: api_key=⟦secret|3f9c2b7e8d1a4f60⟧, timeout=30s, retries=5",
  `{"user":"svc","password":"⟦secret|c0rrect horse battery⟧","attempts":3}`,
  "export REDIS_PASSWORD='⟦secret|p@ss:w/rd⟧' found in the pod spec",
  "amqp://⟦secret|guest:gu3st⟧@mq.example.com:5672 down for 3m, redis://⟦secret|:r3dis⟧@cache:6379 up",
  "mysqldump --password ⟦secret|hunter2⟧ exited with 1",
  "DSN app:⟦secret|s3cr3t-pw⟧@tcp(db.internal:3306)/prod unreachable",
  "The password is ⟦secret|hunter2⟧ according to the transcript.",
  "Login of svc with pw: ⟦secret|hunter2⟧ refused.",
  "Request header Cookie: ⟦secret|session=abcdef1234567890; theme=dark⟧",
  `"set-cookie": "⟦secret|sid=abc; Path=/⟧; HttpOnly", status 200`,
  "client_secret=⟦secret|Q7~8Zk.fJ2x-9LmN⟧&grant_type=client_credentials returned 400",
  "Mail from ⟦email|ops+alerts@sub.example.co.uk⟧ to ⟦email|UPPER.CASE@EXAMPLE.ORG⟧ bounced.",
  "Contact <⟦email|first_last@example.io⟧>, see runbook section 4.2.",
];

const marked = /⟦(?<kind>[a-z]+)\|(?<value>[^⟧]*)⟧/g;

/** Reads a marked sentence. */
const sentence = (source: string): Sentence => ({
  text: source.replace(marked, "$<value>"),
  sensitive: [...source.matchAll(marked)].map((match) => match.groups?.value ?? ""),
  expected: source.replace(marked, "⟦$<kind>⟧"),
});

/** Alert prose as people and machines write it, in French and in English. */
export const sentences: readonly Sentence[] = [...french, ...english].map(sentence);
