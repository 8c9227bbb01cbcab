// Telegram by long polling, against the emulator.
import {converse} from './conversation.mjs';

converse({webhook: false});
