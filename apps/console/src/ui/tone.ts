/** What a colour means, everywhere: good is green, wait is amber, bad is red, past is violet. Never the only sign of it. */
export type Tone = 'neutral' | 'good' | 'wait' | 'bad' | 'info' | 'past';
